"""My names, where staff found that they pass for somebody else's."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.models import Impersonation, ImpersonationState, User
from accounts.models.impersonations import CONTESTABLE_FOR
from accounts.services.impersonation import contest, is_contestable
from lib.api.fields import TypedIdField
from lib.api.idempotency import idempotent
from lib.api.openapi import example, problems
from lib.api.serializers import NoBody
from lib.api.views import ApiView
from lib.errors import ErrorCode, NotFound
from lib.ids import IdKind

_MARK: dict[str, Any] = {
    "id": "imp_01kajv5p2f7w3s9n5q0r8x4t6b",
    "state": "marked",
    "marked_at": "2026-11-21T10:00:00Z",
    "decided_at": None,
    "contest_until": "2027-05-23T10:00:00Z",
    "can": {"contest": True},
}
MARK = example("Names were taken", _MARK, status=200)
CONTESTED = example(
    "Somebody else of staff will look", _MARK | {"state": "contested", "can": {"contest": False}},
    status=201,
)  # fmt: skip


class ContestCan(serializers.Serializer[Any]):
    """What I may do about it."""

    contest = serializers.BooleanField()


class ImpersonationSerializer(serializers.Serializer[Any]):
    """The newest finding that my profile passes for somebody else. While it is `marked`,
    `contested` or `upheld` my handle is a neutral one, and handle and display name stay."""

    id = TypedIdField(IdKind.IMPERSONATION)
    state = serializers.ChoiceField(
        choices=[one for one in ImpersonationState.values if one != ImpersonationState.ENDED]
    )
    marked_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    contest_until = serializers.DateTimeField()
    can = ContestCan()


def _newest(person: User) -> Impersonation:
    row = Impersonation.objects.filter(person=person).order_by("-marked_at").first()
    if row is None:
        raise NotFound
    return row


def _answer(row: Impersonation, *, status: int = 200) -> Response:
    shown = {
        "id": row.pk,
        "state": row.state,
        "marked_at": row.marked_at,
        "decided_at": row.decided_at,
        "contest_until": row.marked_at + CONTESTABLE_FOR,
        "can": {"contest": is_contestable(row)},
    }
    return Response(ImpersonationSerializer(shown).data, status=status)


class ImpersonationView(ApiView):
    """What staff found, and what I can do about it."""

    @extend_schema(
        tags=["me"],
        operation_id="me_impersonation",
        responses={200: ImpersonationSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=[MARK],
    )
    def get(self, request: Request) -> Response:
        return _answer(_newest(viewer_of(request)))


class ContestView(ApiView):
    """It is wrong."""

    @extend_schema(
        tags=["me"],
        operation_id="me_impersonation_contest",
        request=NoBody,
        responses={
            201: ImpersonationSerializer,
            **problems(ErrorCode.NOT_FOUND, ErrorCode.ALREADY_CONTESTED, ErrorCode.NOT_CONTESTABLE),
        },
        examples=[CONTESTED],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """A member of staff who did not find it looks again; once, within six months. They write to
        the e-mail address of the account where they need to know more."""
        self.body(NoBody)
        return _answer(contest(person=viewer_of(request)), status=201)
