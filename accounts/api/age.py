"""My age: what holds, why, and what I can do about it."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import proof_links
from accounts.api import age_examples as examples
from accounts.api.access import viewer_of
from accounts.api.age_bodies import (
    AgeSerializer,
    AnswerBody,
    ProofAskedSerializer,
    ProofLinkBody,
    RangeBody,
    VisitSerializer,
    age_json,
)
from accounts.models import User
from accounts.models.age_appeals import VERIFICATION_LASTS
from accounts.services import age_appeals
from accounts.services.age_verifying import begin_verification, take_answer
from accounts.services.declared_ranges import DeclarationMethod, declare_range
from lib.actors import Actor
from lib.api.idempotency import idempotent
from lib.api.openapi import problems
from lib.api.serializers import NoBody
from lib.api.views import ApiView
from lib.errors import ErrorCode


def _age(person: User, *, status: int = 200) -> Response:
    shown = age_json(person, can_verify=bool(settings.AGE_VERIFIER_KEYS))
    return Response(AgeSerializer(shown).data, status=status)


def _afresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


class AgeView(ApiView):
    """What holds of my age, and why."""

    @extend_schema(
        tags=["me"], operation_id="me_age", responses=AgeSerializer, examples=[examples.AGE]
    )
    def get(self, request: Request) -> Response:
        return _age(viewer_of(request))


class DeclaredRangeView(ApiView):
    """What the device shares with the app."""

    throttle_scope = "age"

    @extend_schema(
        tags=["me"],
        operation_id="me_age_declare_range",
        request=RangeBody,
        responses={200: AgeSerializer, **problems(ErrorCode.INVALID, ErrorCode.THROTTLED)},
        examples=[examples.RANGE, examples.AGE],
    )
    def put(self, request: Request) -> Response:
        """It can make you younger here, at once, and never older: nothing proves that a device
        said it. Under 13 freezes the account."""
        body = self.body(RangeBody)
        declare_range(
            person=viewer_of(request),
            lower=body["lower_bound"],
            upper=body["upper_bound"],
            method=DeclarationMethod(body["declaration"]),
        )
        return _age(_afresh(viewer_of(request)))


class AppealView(ApiView):
    """Asking staff to look at a proof; a document is shown to them and never kept."""

    throttle_scope = "age"

    @extend_schema(
        tags=["me"],
        operation_id="me_age_appeal",
        request=NoBody,
        responses={
            201: AgeSerializer,
            **problems(ErrorCode.APPEAL_OPEN, ErrorCode.NOTHING_TO_APPEAL, ErrorCode.THROTTLED),
        },
        examples=[examples.APPEALED],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Staff write to the e-mail address of the account, and say how to show a proof. An adult
        asks so to be sure enough for a guardian (`guardian_not_assured`)."""
        self.body(NoBody)
        viewer = viewer_of(request)
        age_appeals.open_appeal(person=viewer, actor=Actor.person(viewer.pk))
        return _age(viewer, status=201)

    @extend_schema(
        tags=["me"],
        operation_id="me_age_appeal_withdraw",
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE)},
    )
    def delete(self, request: Request) -> Response:
        age_appeals.withdraw_appeal(person=viewer_of(request))
        return Response(status=204)


class VerificationView(ApiView):
    """The operator's age verification provider."""

    throttle_scope = "age"

    @extend_schema(
        tags=["me"],
        operation_id="me_age_verification_begin",
        request=NoBody,
        responses={201: VisitSerializer, **problems(ErrorCode.TEMPORARILY_DISABLED)},
        examples=[examples.VISIT],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """The provider learns a random number, and nothing of who asks."""
        self.body(NoBody)
        visit = begin_verification(person=viewer_of(request))
        shown = {
            "url": settings.AGE_VERIFIER_URL.replace("{nonce}", str(visit.nonce)),
            "expires_at": visit.begun_at + VERIFICATION_LASTS,
        }
        return Response(VisitSerializer(shown).data, status=201)

    @extend_schema(
        tags=["me"],
        operation_id="me_age_verification_answer",
        request=AnswerBody,
        responses={
            200: AgeSerializer,
            **problems(ErrorCode.SIGNATURE_INVALID, ErrorCode.VERIFICATION_USED),
        },
        examples=[examples.ANSWER, examples.AGE],
    )
    def put(self, request: Request) -> Response:
        """Counts once, within the hour, for the person who went there."""
        take_answer(person=viewer_of(request), answer=self.body(AnswerBody)["answer"])
        return _age(_afresh(viewer_of(request)))


class ProofView(ApiView):
    """For somebody whose account is frozen because it seems to be a child's: the mail's link."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        tags=["me"],
        operation_id="age_proof",
        request=ProofLinkBody,
        responses={
            201: ProofAskedSerializer,
            **problems(
                ErrorCode.URL_INVALID, ErrorCode.GONE, ErrorCode.APPEAL_OPEN, ErrorCode.THROTTLED
            ),
        },
        examples=[examples.PROOF_LINK, examples.PROOF_ASKED],
    )
    def post(self, request: Request) -> Response:
        """Opens the appeal; opens nothing else, and no session."""
        person = proof_links.person_of(self.body(ProofLinkBody)["token"])
        appeal = age_appeals.open_appeal(person=person, actor=Actor.person(person.pk))
        shown = {"state": appeal.state, "delete_at": person.proof_due_at}
        return Response(ProofAskedSerializer(shown).data, status=201)
