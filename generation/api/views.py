from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from cameos.capabilities.issuing import UseRefused
from generation.api import examples
from generation.api.drafts import DraftSerializer
from generation.api.generations import (
    AcceptedSerializer,
    ContestSerializer,
    GenerationSerializer,
    NothingSerializer,
)
from generation.api.wanting import possible, screened_for, wish_of
from generation.api.wishes import SubmitSerializer
from generation.failures import MESSAGES, FailureCode
from generation.making.checking import Making
from generation.selectors import draft_for, drafts_for, job_for, jobs_for
from generation.services.asking import Screened
from generation.services.cancel import cancel
from generation.services.contest import contest
from generation.services.drafts import delete_draft, keep_draft
from generation.services.refused_uses import note_refused_use
from generation.services.variations import submit_all
from generation.states import JobState
from lib.api.etag import conditional
from lib.api.idempotency import idempotency_key, idempotent
from lib.api.openapi import listed, problems
from lib.api.pagination import keyset_page
from lib.api.problems import problem
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode
from moderation.help import help_for

NEWEST = ("-created_at", "-id")


class GenerationsView(ApiView):
    """Videos that were asked for."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="generations_create",
        summary="Ask for a video",
        description="Answers within about two seconds; the video is made by workers. Watch it at "
        "`Location`, or by the events `generation.*` of your log. While `stage` is `screening` its "
        "words are still being checked. A refused request answers 422 and is kept at `Location`, "
        "where it can be contested. Of `subjects`, whose likeness it shows, it answers as the "
        "preflight does: `not_available` or `not_for_this_prompt`, and then nothing is kept. "
        "With a `tool` it is made of your own drafts (`sources`); who is in them is in it too, and "
        "is asked again. With `input_image` it begins with a picture of yours.",
        request=SubmitSerializer,
        responses={
            202: AcceptedSerializer,
            **problems(
                *(ErrorCode.INVALID_CHOICE, ErrorCode.INVALID_CHARACTERS),
                *(ErrorCode.NOT_AVAILABLE, ErrorCode.NOT_FOR_THIS_PROMPT),
                ErrorCode.DUPLICATE_FIELD,
                *(ErrorCode.SOURCE_NOT_AVAILABLE, ErrorCode.TOOL_NOT_OFFERED),
                *(ErrorCode.REFERENCE_NOT_READY, ErrorCode.GONE),
                *(ErrorCode.CHAIN_TOO_LONG, ErrorCode.TOO_MANY_PEOPLE),
                *(ErrorCode.SUSPENDED, ErrorCode.STANDING_LIMITED, ErrorCode.EMAIL_NOT_VERIFIED),
                *(ErrorCode.PROMPT_EMPTY, ErrorCode.PROMPT_TOO_LONG),
                *(ErrorCode.INPUT_MODERATION, ErrorCode.MINOR_POLICY),
                *(ErrorCode.LIKENESS, ErrorCode.THIRD_PARTY_CONTENT),
                *(ErrorCode.QUOTA_EXCEEDED, ErrorCode.COOLING_OFF, ErrorCode.THROTTLED),
                *(ErrorCode.TEMPORARILY_UNAVAILABLE, ErrorCode.TEMPORARILY_DISABLED),
            ),
        },
        examples=examples.SUBMIT_EXAMPLES,
        tags=["generations"],
    )
    def post(self, request: Request) -> Response:
        body = self.body(SubmitSerializer)
        wish = wish_of(body, maker=viewer_of(request))
        making = self._making(request, wish)
        screened = screened_for(making, maker=viewer_of(request)) if making else None
        try:
            return self._submit(request, wish, body["variations"], screened)
        except UseRefused as refused:  # which has rolled everything back
            note_refused_use(
                refused,
                prompt=making.lineage.whole if making else body.get("prompt", ""),
                by=viewer_of(request),
                key=idempotency_key(request),
            )
            raise

    post.takes_idempotency_key = True  # type: ignore[attr-defined]

    def _making(self, request: Request, wish: dict[str, Any]) -> Making | None:
        """Asked about before the transaction, and only where it would be taken on; what would not
        be the service refuses, unless this is a repeated request."""
        idempotency_key(request)
        try:
            return possible(wish, maker=viewer_of(request))
        except DomainError:
            return None

    @idempotent
    def _submit(
        self, request: Request, wish: dict[str, Any], count: int, screened: Screened | None
    ) -> Response:
        jobs = submit_all(
            count,
            **wish,
            screened=screened.plain if screened else None,
            dressed=screened.dressed if screened else None,
        )
        job = next((job for job in jobs if job.state == JobState.REFUSED), jobs[0])
        place = {"Location": reverse("generation", kwargs={"job_id": job.pk})}
        if job.state == JobState.REFUSED:
            told = help_for(job.refused_for) or MESSAGES[FailureCode(job.error_code)]
            code, detail = ErrorCode(job.error_code), str(told)
            return Response(problem("client_error", code, detail, "prompt"), 422, headers=place)
        return Response(AcceptedSerializer(job, context={"batch": jobs}).data, 202, headers=place)

    @extend_schema(
        operation_id="generations_list",
        summary="What you asked for, newest first",
        examples=examples.LIST_EXAMPLES,
        tags=["generations"],
        **listed(GenerationSerializer),
    )
    def get(self, request: Request) -> Response:
        return keyset_page(
            request,
            jobs_for(viewer_of(request)),
            order=NEWEST,
            serialize=lambda job: GenerationSerializer(job).data,
        )


class GenerationView(ApiView):
    """One of them."""

    @extend_schema(
        operation_id="generations_read",
        summary="One video in the making",
        description="Made to be polled: send the `ETag` back as `If-None-Match`.",
        responses={
            200: GenerationSerializer,
            304: OpenApiResponse(description="Nothing has changed."),
            **problems(ErrorCode.NOT_FOUND),
        },
        examples=examples.READ_EXAMPLES,
        tags=["generations"],
    )
    def get(self, request: Request, job_id: UUID) -> Response:
        job = job_for(viewer_of(request), job_id=job_id)
        return conditional(request, GenerationSerializer(job).data)


class CancelView(ApiView):
    """Stopping it."""

    @extend_schema(
        operation_id="generations_cancel",
        summary="Stop it",
        description="200: it is cancelled. 202: its worker was asked and stops within moments.",
        request=NothingSerializer,
        responses={
            200: GenerationSerializer,
            202: GenerationSerializer,
            **problems(ErrorCode.NOT_FOUND, ErrorCode.ALREADY_FINISHED),
        },
        examples=examples.CANCEL_EXAMPLES,
        tags=["generations"],
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        self.body(NothingSerializer)
        job = cancel(job=job_for(viewer_of(request), job_id=job_id), by=viewer_of(request))
        status = 200 if job.state == JobState.CANCELLED else 202
        return Response(GenerationSerializer(job).data, status)


class ContestView(ApiView):
    """Disagreeing."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="generations_contest",
        summary="Ask a person to look at a refusal",
        description="Once, within seven days. A person decides; the answer comes as an event "
        "(`generation.released` or `generation.refusal_upheld`).",
        request=ContestSerializer,
        responses={
            202: GenerationSerializer,
            **problems(
                *(ErrorCode.NOT_FOUND, ErrorCode.ALREADY_CONTESTED, ErrorCode.NOT_CONTESTABLE)
            ),
        },
        examples=examples.CONTEST_EXAMPLES,
        tags=["generations"],
    )
    def post(self, request: Request, job_id: UUID) -> Response:
        body = self.body(ContestSerializer)
        job = contest(
            job=job_for(viewer_of(request), job_id=job_id),
            by=viewer_of(request),
            statement=body["statement"],
        )
        return Response(GenerationSerializer(job).data, 202)


class DraftsView(ApiView):
    """Finished videos that only their maker sees."""

    @extend_schema(
        operation_id="drafts_list",
        summary="Your finished videos, newest first",
        examples=examples.DRAFTS_EXAMPLES,
        tags=["drafts"],
        **listed(DraftSerializer),
    )
    def get(self, request: Request) -> Response:
        return keyset_page(
            request,
            drafts_for(viewer_of(request)),
            order=NEWEST,
            serialize=lambda draft: DraftSerializer(draft).data,
        )


class DraftView(ApiView):
    """One of them, with its files."""

    @extend_schema(
        operation_id="drafts_read",
        summary="One finished video",
        description="Its files' addresses live for five minutes; read it again for new ones.",
        responses={200: DraftSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=examples.DRAFT_EXAMPLES,
        tags=["drafts"],
    )
    def get(self, request: Request, draft_id: UUID) -> Response:
        return Response(DraftSerializer(draft_for(viewer_of(request), draft_id=draft_id)).data)

    @extend_schema(
        operation_id="drafts_delete",
        summary="Delete it with its files",
        responses={
            204: OpenApiResponse(description="It is gone."),
            **problems(ErrorCode.NOT_FOUND),
        },
        tags=["drafts"],
    )
    def delete(self, request: Request, draft_id: UUID) -> Response:
        delete_draft(draft=draft_for(viewer_of(request), draft_id=draft_id), by=viewer_of(request))
        return Response(status=204)


class KeepView(ApiView):
    """Not letting it go."""

    @extend_schema(
        operation_id="drafts_keep",
        summary="Keep it for longer",
        description="It stays for 90 days from now, and you are told again before it goes.",
        request=NothingSerializer,
        responses={200: DraftSerializer, **problems(ErrorCode.NOT_FOUND)},
        examples=examples.DRAFT_EXAMPLES,
        tags=["drafts"],
    )
    def post(self, request: Request, draft_id: UUID) -> Response:
        self.body(NothingSerializer)
        viewer = viewer_of(request)
        keep_draft(draft=draft_for(viewer, draft_id=draft_id), by=viewer)
        return Response(DraftSerializer(draft_for(viewer, draft_id=draft_id)).data)
