from functools import partial
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import needs_proof, proof_of, viewer_of
from lib.api.idempotency import idempotent
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.serializers import NoBody
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode, NotFound
from parental.activity import LONGEST
from parental.api import examples
from parental.api.bodies import (
    ActivitySerializer,
    AgreementSerializer,
    ChangeSerializer,
    ControlsSerializer,
    EntrySerializer,
    FamilyReceiptSerializer,
    ProposalSerializer,
    ReleaseSerializer,
    ReleasesSerializer,
    RemovalSerializer,
    WishSerializer,
)
from parental.models import LikenessRelease
from parental.selectors import (
    acting_link,
    ledger_of,
    link_to_decide,
    proposal_of,
    proposals_of,
    receipts_of,
)
from parental.services import proposing, reading, releasing
from parental.states import ReleaseKind, Why
from parental.values import limit_named

TAG = ["family"]
REFUSED = (
    *(ErrorCode.INVALID, ErrorCode.INVALID_CHOICE, ErrorCode.LOOSER_THAN_DEFAULT),
    *(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE, ErrorCode.THROTTLED),
    ErrorCode.REAUTHENTICATION_REQUIRED,
)
PROVED = "What permits more than before needs a proof of the last minutes."
SETTLED = (ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE)
HIDDEN = problems(ErrorCode.NOT_FOUND)
DAYS = OpenApiParameter("days", {"type": "integer", "minimum": 1, "maximum": LONGEST, "default": 7})


class ControlsView(ApiView):
    """The limits of a teen."""

    @extend_schema(
        operation_id="family_controls_list",
        summary="What this guardian set, and what holds",
        responses={200: ControlsSerializer, **HIDDEN},
        examples=[examples.CONTROLS],
        tags=TAG,
    )
    def get(self, request: Request, link_id: UUID) -> Response:
        viewer = viewer_of(request)
        shown = reading.controls_of(acting_link(viewer, link_id), viewer)
        return Response(ControlsSerializer({"results": shown}).data)


class ControlView(ApiView):
    """One limit, decided by the guardian."""

    throttle_scope = "family"

    @extend_schema(
        operation_id="family_control_set",
        summary="Decide on a limit",
        description="For guardians. Never looser than what protects every teen. Stricter values of "
        "`content`, `discoverable_by`, `followed_by`, `messages_from` and `likeness_used_by` hold "
        "at once, all else after a day or once the teen agrees; the answer says when. " + PROVED,
        request=ChangeSerializer,
        responses={200: ProposalSerializer, **problems(*REFUSED)},
        examples=[examples.CHANGE, examples.PROPOSED],
        tags=TAG,
    )
    def put(self, request: Request, link_id: UUID, limit: str) -> Response:
        body = self.body(ChangeSerializer)
        return self._decided(request, link_id, limit, body["value"], body["why"])

    @extend_schema(
        operation_id="family_control_remove",
        summary="Let a limit of mine go",
        description=PROVED,
        request=RemovalSerializer,
        responses={200: ProposalSerializer, **problems(*REFUSED)},
        examples=[examples.REMOVAL, examples.PROPOSED],
        tags=TAG,
    )
    def delete(self, request: Request, link_id: UUID, limit: str) -> Response:
        return self._decided(request, link_id, limit, None, self.body(RemovalSerializer)["why"])

    def _decided(
        self, request: Request, link_id: UUID, limit: str, value: Any, why: str
    ) -> Response:
        viewer = viewer_of(request)
        link = link_to_decide(viewer, link_id)
        made = proposing.decide(
            link=link, by=viewer, limit=limit_named(limit), raw=value, why=Why(why),
            prove=proof_of(request),
        )  # fmt: skip
        return Response(ProposalSerializer(made).data)


class ProposalsView(ApiView):
    """Changes, decided and wished for."""

    throttle_scope = "family"

    @extend_schema(
        operation_id="family_proposals_create",
        summary="Wish for a change",
        description="For either side: what this guardian's control shall be, or null for none. The "
        "other side answers; for fourteen days. Of a guardian: " + PROVED.lower(),
        request=WishSerializer,
        responses={201: ProposalSerializer, **problems(*REFUSED)},
        examples=[examples.WISH, examples.WISHED],
        tags=TAG,
    )
    @idempotent
    def post(self, request: Request, link_id: UUID) -> Response:
        viewer, body = viewer_of(request), self.body(WishSerializer)
        made = proposing.wish(
            link=acting_link(viewer, link_id),
            by=viewer,
            limit=limit_named(body["limit"]),
            raw=body["value"],
            why=Why(body["why"]),
            prove=proof_of(request),
        )
        return Response(ProposalSerializer(made).data, 201)

    @extend_schema(
        operation_id="family_proposals_list",
        summary="All changes under a link, newest first",
        examples=[examples.PROPOSALS],
        tags=TAG,
        **listed(ProposalSerializer, ErrorCode.NOT_FOUND),
    )
    def get(self, request: Request, link_id: UUID) -> Response:
        rows = proposals_of(viewer_of(request), link_id)
        return keyset_page(
            request,
            rows,
            order=("-made_at", "-id"),
            serialize=lambda row: ProposalSerializer(row).data,
        )


class _AnswerView(ApiView):
    throttle_scope = "family"

    def answered(self, request: Request, proposal_id: UUID, verb: Any) -> Response:
        """What a verb made of it."""
        self.body(NoBody)
        viewer = viewer_of(request)
        row = verb(proposal=proposal_of(viewer, proposal_id), by=viewer)
        return Response(ProposalSerializer(row).data)


class AgreeView(_AnswerView):
    """Yes: it holds at once."""

    @extend_schema(
        operation_id="family_proposal_agree",
        summary="Agree to a change of the other side",
        description="Of a guardian: " + PROVED.lower(),
        request=NoBody,
        responses={
            200: ProposalSerializer,
            **problems(*SETTLED, ErrorCode.REAUTHENTICATION_REQUIRED),
        },
        examples=[examples.PROPOSED],
        tags=TAG,
    )
    def post(self, request: Request, proposal_id: UUID) -> Response:
        verb = partial(proposing.agree, prove=proof_of(request))
        return self.answered(request, proposal_id, verb)


class DisagreeView(_AnswerView):
    """No, to a wish."""

    @extend_schema(
        operation_id="family_proposal_disagree",
        summary="Say no to a wish of the other side",
        description="A guardian's decision is no wish: it needs no answer.",
        request=NoBody,
        responses={200: ProposalSerializer, **problems(*SETTLED)},
        examples=[examples.PROPOSED],
        tags=TAG,
    )
    def post(self, request: Request, proposal_id: UUID) -> Response:
        return self.answered(request, proposal_id, proposing.disagree)


class WithdrawView(_AnswerView):
    """Taking one's own back."""

    @extend_schema(
        operation_id="family_proposal_withdraw",
        summary="Take a change of mine back before it holds",
        description="A guardian's decision that would permit less needs a proof of the last "
        "minutes.",
        request=NoBody,
        responses={
            200: ProposalSerializer,
            **problems(*SETTLED, ErrorCode.REAUTHENTICATION_REQUIRED),
        },
        examples=[examples.PROPOSED],
        tags=TAG,
    )
    def post(self, request: Request, proposal_id: UUID) -> Response:
        verb = partial(proposing.take_back, prove=proof_of(request))
        return self.answered(request, proposal_id, verb)


class ActivityView(ApiView):
    """A teen's days in numbers."""

    @extend_schema(
        operation_id="family_activity",
        summary="Minutes and numbers of videos, day by day",
        description="The same for the teen and the guardian. No video, prompt, message or name.",
        parameters=[DAYS],
        responses={200: ActivitySerializer, **problems(ErrorCode.INVALID, ErrorCode.NOT_FOUND)},
        examples=[examples.ACTIVITY],
        tags=TAG,
    )
    def get(self, request: Request, link_id: UUID) -> Response:
        link = acting_link(viewer_of(request), link_id)
        days = reading.activity_of(link, days=_days(request))
        return Response(ActivitySerializer({"days": days}).data)


class LedgerView(ApiView):
    """Everything that was done under a link."""

    @extend_schema(
        operation_id="family_ledger",
        summary="The history of a link, newest first",
        examples=[examples.LEDGER],
        tags=TAG,
        **listed(EntrySerializer, ErrorCode.NOT_FOUND),
    )
    def get(self, request: Request, link_id: UUID) -> Response:
        return keyset_page(
            request,
            ledger_of(viewer_of(request), link_id),
            order=("-at", "-id"),
            serialize=lambda row: EntrySerializer(row).data,
        )


class ReceiptsView(ApiView):
    """What either agreed to."""

    @extend_schema(
        operation_id="family_receipts",
        summary="Receipts of consents under a link, newest first",
        examples=[examples.RECEIPTS],
        tags=TAG,
        **listed(FamilyReceiptSerializer, ErrorCode.NOT_FOUND),
    )
    def get(self, request: Request, link_id: UUID) -> Response:
        rows = receipts_of(viewer_of(request), link_id)
        return keyset_page(
            request,
            rows,
            order=("-at", "-id"),
            serialize=lambda row: FamilyReceiptSerializer(row).data,
        )


class ReleasesView(ApiView):
    """What of the teen's likeness both said yes to."""

    @extend_schema(
        operation_id="family_releases_list",
        summary="What both said about the teen's likeness",
        responses={200: ReleasesSerializer, **HIDDEN},
        examples=[examples.RELEASES],
        tags=TAG,
    )
    def get(self, request: Request, link_id: UUID) -> Response:
        rows = releasing.releases_of(acting_link(viewer_of(request), link_id))
        return Response({"results": [release_json(row) for row in rows]})


class ReleaseView(ApiView):
    """One of them."""

    throttle_scope = "family"

    @extend_schema(
        operation_id="family_release_give",
        summary="Say yes, for one's own side",
        description="`enrolment`: that the teen records a likeness; `guardian_use`: that the teen "
        "may approve this guardian to use it. It stands once both said yes; the teen goes first.",
        request=AgreementSerializer,
        responses={
            200: ReleaseSerializer,
            **problems(
                *(ErrorCode.NOT_FOUND, ErrorCode.TEEN_NOT_ASKED, ErrorCode.NOTICE_OUTDATED),
                *(ErrorCode.STALE_STATE, ErrorCode.THROTTLED),
                ErrorCode.REAUTHENTICATION_REQUIRED,
            ),
        },
        examples=[examples.AGREEMENT, examples.RELEASED],
        tags=TAG,
    )
    @needs_proof
    def put(self, request: Request, link_id: UUID, kind: str) -> Response:
        viewer, body = viewer_of(request), self.body(AgreementSerializer)
        link = acting_link(viewer, link_id)
        row = releasing.release(link=link, by=viewer, kind=_kind(kind), **body)
        return Response(release_json(row))

    @extend_schema(
        operation_id="family_release_withdraw",
        summary="Take it back, for both",
        description="Either side. Without a release of enrolment the likeness ends at once. A "
        "guardian may say no before anybody said yes; it stands until that guardian says yes.",
        responses={204: None, **problems(ErrorCode.NOT_FOUND, ErrorCode.STALE_STATE)},
        tags=TAG,
    )
    def delete(self, request: Request, link_id: UUID, kind: str) -> Response:
        viewer = viewer_of(request)
        link = acting_link(viewer, link_id)
        releasing.withdraw(link=link, by=viewer, kind=_kind(kind))
        return Response(status=204)


def _kind(name: str) -> ReleaseKind:
    if name not in ReleaseKind.values:
        raise NotFound
    return ReleaseKind(name)


def _days(request: Request) -> int:
    text = request.query_params.get("days", "7")
    short = text.isascii() and text.isdigit() and len(text) <= len(str(LONGEST))
    if not short or not 1 <= int(text) <= LONGEST:
        raise DomainError(ErrorCode.INVALID, f"A number from 1 to {LONGEST}.", attr="days")
    return int(text)


def release_json(row: LikenessRelease) -> Any:
    """The body of ReleaseSerializer."""
    return ReleaseSerializer(
        {
            "kind": row.kind,
            "teen_at": row.teen_at,
            "guardian_at": row.guardian_at,
            "withdrawn_by": row.withdrawn_by or None,
            "stands": bool(row.teen_at and row.guardian_at),
        }
    ).data
