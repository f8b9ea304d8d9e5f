"""What leaving means, as it is told to whoever leaves."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import examples
from accounts.api.access import viewer_of
from accounts.api.serializers import MeSerializer, Proof
from accounts.models import User
from accounts.services.closing import restore_account
from lib import retention
from lib.actors import Actor
from lib.api.fields import StrictBooleanField
from lib.api.openapi import problems
from lib.api.serializers import NoBody
from lib.api.views import ApiView
from lib.errors import ErrorCode
from lib.retention import Fate


class LeavingBody(Proof):
    """`at_once`: of an account that is closed already, erase it now instead of on its day."""

    at_once = StrictBooleanField(required=False, default=False)


class KeptOfAccountSerializer(serializers.Serializer[Any]):
    """Something that outlives the account for a while."""

    what = serializers.CharField()
    basis = serializers.CharField(help_text="The law or interest for which it is kept.")
    days = serializers.FloatField(help_text="The longest that it is kept from when it was made.")


class WhatBecomesSerializer(serializers.Serializer[Any]):
    """By the three classes of docs/retention.md."""

    erased = serializers.ListField(child=serializers.CharField())
    commitment_only = serializers.ListField(
        child=serializers.CharField(),
        help_text="Ids, codes and salted hashes of an account that is a tombstone.",
    )
    kept = KeptOfAccountSerializer(many=True)


class LeavingSerializer(serializers.Serializer[Any]):
    """When it was closed, until when one may come back, and what happens then."""

    closed_at = serializers.DateTimeField()
    erase_due_at = serializers.DateTimeField()
    what_becomes = WhatBecomesSerializer()


def leaving_json(person: User) -> dict[str, Any]:
    """The body of LeavingSerializer, the classes read from the rules by which it is done."""
    said = {
        "closed_at": person.closed_at,
        "erase_due_at": person.erase_due_at,
        "what_becomes": {
            "erased": _words(Fate.ERASED),
            "commitment_only": _words(Fate.COMMITMENT),
            "kept": [
                {"what": rule.why, "basis": rule.basis, "days": rule.at_most.total_seconds() / DAY}
                for rule in retention.listing()
                if rule.fate == Fate.KEPT and rule.at_most is not None
            ],
        },
    }
    return dict(LeavingSerializer(said).data)


DAY = 24 * 3600.0  # seconds


def _words(fate: Fate) -> list[str]:
    said = (rule.why for rule in retention.listing() if rule.fate == fate)
    return list(dict.fromkeys(said))  # each once, in order


class RestorationView(ApiView):
    """Coming back."""

    @extend_schema(
        tags=["me"],
        operation_id="me_restore",
        request=NoBody,
        responses={
            200: MeSerializer,
            **problems(ErrorCode.NOT_CLOSING, ErrorCode.GONE, ErrorCode.ACCOUNT_SUSPENDED),
        },
        examples=[examples.ME],
    )
    def post(self, request: Request) -> Response:
        """The account is as it was before it was closed, but for what ended meanwhile."""
        self.body(NoBody)
        viewer = viewer_of(request)
        person = restore_account(person=viewer, actor=Actor.person(viewer.pk))
        return Response(MeSerializer(person).data)
