"""What becomes of captions that wait, as time goes by (law 1)."""

from collections.abc import Callable
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from feed.limits import SWEEP_BATCH
from feed.models import Post
from feed.services.publishing import wait
from feed.services.verdicts import ask_person, judge_caption, refuse
from feed.states import PostState
from generation.failures import FailureCode
from generation.holds import PERSON_AFTER, REMOVED_AFTER
from lib.actors import Actor
from moderation.categories import Surface
from moderation.models import Cause, Review, ReviewState
from moderation.services.screening import unread

log = structlog.get_logger(__name__)

KEEPER = Actor.system("keeper")


def sweep() -> None:
    """Every repair, each on its own."""
    now = timezone.now()
    waiting = Post.objects.filter(state=PostState.SCREENING)
    _each(waiting.filter(created_at__lt=now - REMOVED_AFTER), _give_up)
    _each(waiting.filter(rescan_at__lt=now, created_at__lt=now - PERSON_AFTER), _ask)
    _each(waiting.filter(rescan_at__lt=now), _look_again)


def _give_up(post: Post) -> None:
    """A week is over; the draft stays, and can be published with other words."""
    refuse(post, code=FailureCode.NOT_ASSESSED, actor=KEEPER)


def _ask(post: Post) -> None:
    """After a day a person; the screener is asked all the same."""
    open_ones = Review.objects.filter(subject=post.public_id, state=ReviewState.OPEN)
    if not open_ones.exists():
        # The scan says that there are words and that nobody read them: what a person decides
        # then stands for it.
        judge_caption(post, unread([Surface.CAPTION]))
        ask_person(post, cause=Cause.UNASSESSED, category="", actor=KEEPER)


def _look_again(post: Post) -> None:
    wait(post)


def _each(posts: QuerySet[Post], repair: Callable[[Post], None]) -> None:
    for post_id in list(posts.order_by("created_at").values_list("pk", flat=True)[:SWEEP_BATCH]):
        _one(post_id, posts, repair)


def _one(post_id: UUID, posts: QuerySet[Post], repair: Callable[[Post], None]) -> None:
    """Under the row's lock, and only while it still is what was looked for."""
    rows = posts.select_for_update(skip_locked=True, of=("self",))
    try:
        with transaction.atomic():
            post = rows.select_related("author", "draft__job").filter(pk=post_id).first()
            if post is not None:
                repair(post)
    except Exception as error:  # noqa: BLE001 - one post must not keep the others waiting
        log.error("caption_repair_failed", error=type(error).__name__)
