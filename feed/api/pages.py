"""Pages of films: what safeguards allow, counted as it is served."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.access import viewer_of
from accounts.models import User
from accounts.safeguards import Limit, Safeguards
from accounts.safeguards.watching import add
from feed import scrolling
from feed.api.posts import PostSerializer, post_json
from feed.gates import WATCHING
from feed.models import Post
from lib.api.openapi import listed, page_of
from lib.api.pagination import LARGEST_LIMIT, keyset_page
from lib.errors import ErrorCode


@extend_schema_field({"type": "string", "format": "date-time", "nullable": True})
class PauseField(serializers.DateTimeField):
    """When the feed goes on."""


class FilmsPageSerializer(page_of(PostSerializer)):  # type: ignore[misc]
    """A page of films. Whoever is given pages gets empty ones, with the same `next`, until
    `pause_until`."""

    pause_until = PauseField(allow_null=True)


def films(*codes: ErrorCode) -> dict[str, Any]:
    """What `films_page` takes and answers, for `extend_schema(**…)`."""
    shown = listed(PostSerializer, ErrorCode.UNKNOWN_FIELD, ErrorCode.DAILY_LIMIT_REACHED, *codes)
    shown["responses"][200] = FilmsPageSerializer
    return shown


def films_page(
    request: Request, posts: QuerySet[Post], limits: Safeguards | None, *, order: tuple[str, ...]
) -> Response:
    """A page for the viewer whose limits these are; None for what is their own, which nothing
    limits. Raises DomainError `daily_limit_reached`, and as `keyset_page` does."""
    by = viewer_of(request)
    if limits:
        WATCHING.refuse(by, limits)
    paged = limits is not None and not limits.permits(Limit.SCROLL, "continuous")
    pause = scrolling.paused_until(by.pk) if paged else None
    shown: list[Post] = []

    def serialize(post: Post) -> dict[str, Any]:
        shown.append(post)
        return post_json(post, viewer=by)

    answer = keyset_page(
        request,
        posts.none() if pause else posts,
        order=order,
        serialize=serialize,
        most=scrolling.PAGE if paged else LARGEST_LIMIT,
    )
    if pause:
        answer.data["next"] = request.query_params.get("cursor")
    elif limits:
        counted = shown and (paged or limits.value(Limit.DAILY_MINUTES) is not None)
        is_new = counted and scrolling.is_new_page(by.pk, [post.pk for post in shown])
        _note_watching(by, limits, shown, is_new=bool(is_new))
        pause = scrolling.serve(by.pk, len(shown)) if paged and is_new else None
    answer.data["pause_until"] = PauseField().to_representation(pause) if pause else None
    return answer


def _note_watching(by: User, limits: Safeguards, posts: list[Post], *, is_new: bool) -> None:
    """What they were served of others' counts by its playing time, a page that is loaded again
    only by the clock."""
    played = [post.draft.job.seconds for post in posts if post.draft and post.author_id != by.pk]
    if played:
        add(by, limits, seconds=sum(played) if is_new else 0)
