from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.models import User
from accounts.safeguards import effective
from accounts.safeguards.watching import add
from feed.api import examples
from feed.api.posts import PostSerializer, PublishSerializer, post_json
from feed.captions import accepted_caption, ask_at_once
from feed.eligibility import publish_refusal
from feed.gates import WATCHING
from feed.selectors import post_for, refuse_unseen
from feed.services.deletion import delete_post
from feed.services.likes import like, unlike
from feed.services.publishing import CaptionRefused, note_refused_caption, publish
from feed.states import PostState
from generation.selectors import draft_for
from lib.api.idempotency import idempotency_key, idempotent
from lib.api.openapi import problems
from lib.api.views import ApiView
from lib.errors import DomainError, ErrorCode
from moderation.policy.judging import Evidence
from moderation.services.cooling import cooling_refusal


class PublishView(ApiView):
    """Showing a draft to others."""

    throttle_scope = "create"

    @extend_schema(
        operation_id="drafts_publish",
        summary="Publish a draft",
        description="201: others can see it. 202: its caption is still being checked, and you "
        "alone see it; the answer comes as an event (`post.published` or `post.refused`). "
        "`labels.rating` says for whom it is: `adults` is limited reach, on your profile and not "
        "in the public feed. Everybody in the video is asked once more: 409 `consent_ended` where "
        "one no longer lets it be shown, `not_publishable` where one keeps it a draft.",
        request=PublishSerializer,
        responses={
            201: PostSerializer,
            202: PostSerializer,
            **problems(
                *(ErrorCode.MAX_LENGTH, ErrorCode.INVALID_CHARACTERS),
                *(ErrorCode.SUSPENDED, ErrorCode.STANDING_LIMITED, ErrorCode.NOT_FOUND),
                *(ErrorCode.ALREADY_PUBLISHED, ErrorCode.NOT_PUBLISHABLE, ErrorCode.CONSENT_ENDED),
                *(ErrorCode.INPUT_MODERATION, ErrorCode.MINOR_POLICY),
                *(ErrorCode.LIKENESS, ErrorCode.THIRD_PARTY_CONTENT),
                *(ErrorCode.COOLING_OFF, ErrorCode.THROTTLED),
            ),
        },
        examples=examples.PUBLISH_EXAMPLES,
        tags=["drafts"],
    )
    def post(self, request: Request, draft_id: UUID) -> Response:
        caption = self.body(PublishSerializer)["caption"]
        idempotency_key(request)
        by = viewer_of(request)
        evidence = _evidence(by, draft_id, accepted_caption(caption))
        try:
            answer = self._publish(request, draft_id, caption, evidence)
        except CaptionRefused as refused:  # which has rolled everything back
            note_refused_caption(
                refused,
                draft=draft_for(by, draft_id=draft_id),
                by=by,
                caption=caption,
                key=idempotency_key(request),
                evidence=evidence or (),
            )
            raise
        refuse_unseen(draft_id)
        return answer

    post.takes_idempotency_key = True  # type: ignore[attr-defined]

    @idempotent
    def _publish(
        self, request: Request, draft_id: UUID, caption: str, evidence: Sequence[Evidence] | None
    ) -> Response:
        by = viewer_of(request)
        post = publish(
            draft=draft_for(by, draft_id=draft_id), by=by, caption=caption, evidence=evidence
        )
        place = {"Location": reverse("post", kwargs={"post_id": post.pk})}
        body = post_json(post_for(by, post_id=post.pk), viewer=by)
        return Response(body, 202 if post.state == PostState.SCREENING else 201, headers=place)


class PostView(ApiView):
    """One post, with its files."""

    @extend_schema(
        operation_id="posts_read",
        summary="One post",
        description="Its files' addresses live for five minutes; read it again for new ones.",
        responses={
            200: PostSerializer,
            **problems(ErrorCode.NOT_FOUND, ErrorCode.DAILY_LIMIT_REACHED),
        },
        examples=examples.POST_EXAMPLES,
        tags=["feed"],
    )
    def get(self, request: Request, post_id: UUID) -> Response:
        by = viewer_of(request)
        limits = effective(by)
        post = post_for(by, post_id=post_id, limits=limits)
        if post.author_id != by.pk:
            WATCHING.refuse(by, limits)
            add(by, limits)
        return Response(post_json(post, viewer=by))

    @extend_schema(
        operation_id="posts_delete",
        summary="Delete your post",
        description="Addresses of its files that were handed out are dead. The draft stays.",
        responses={
            204: OpenApiResponse(description="It is gone."),
            **problems(ErrorCode.NOT_FOUND),
        },
        tags=["feed"],
    )
    def delete(self, request: Request, post_id: UUID) -> Response:
        by = viewer_of(request)
        delete_post(post=post_for(by, post_id=post_id), by=by)
        return Response(status=204)


class LikeView(ApiView):
    """Liking; said twice it is one like."""

    throttle_scope = "relate"

    @extend_schema(
        operation_id="posts_like",
        summary="Like a post",
        request=None,
        responses={
            204: OpenApiResponse(description="You like it."),
            **problems(ErrorCode.NOT_FOUND),
        },
        tags=["feed"],
    )
    def put(self, request: Request, post_id: UUID) -> Response:
        like(post_id=post_id, by=viewer_of(request))
        return Response(status=204)

    @extend_schema(
        operation_id="posts_unlike",
        summary="Take a like back",
        description="Of a post too that you may no longer see.",
        responses={
            204: OpenApiResponse(description="You do not like it."),
            **problems(ErrorCode.NOT_FOUND),
        },
        tags=["feed"],
    )
    def delete(self, request: Request, post_id: UUID) -> Response:
        unlike(post_id=post_id, by=viewer_of(request))
        return Response(status=204)


def _evidence(by: User, draft_id: UUID, caption: str) -> Sequence[Evidence] | None:
    """Asked before the transaction, and only for whoever may publish; the refusal itself is the
    service's, so that a repeated request gets its first answer."""
    if not caption:
        return None
    try:
        refusal = publish_refusal(by, draft_for(by, draft_id=draft_id))
    except DomainError:
        return None
    return None if refusal or cooling_refusal(by.pk) else ask_at_once(caption)
