"""What becomes of captions that wait, as time goes by (law 1)."""

from django.utils import timezone

from feed.models import Post
from feed.services.publishing import wait
from feed.services.verdicts import ask_person, judge_caption, refuse
from feed.states import PostState
from generation.failures import FailureCode
from generation.holds import PERSON_AFTER, REMOVED_AFTER
from lib.actors import Actor
from lib.repairs import repair_each
from moderation.categories import Surface
from moderation.models import Cause, Review, ReviewState
from moderation.services.screening import unread

KEEPER = Actor.system("keeper")


def sweep() -> None:
    """Every repair, each on its own."""
    now = timezone.now()
    screening = Post.objects.filter(state=PostState.SCREENING)
    waiting = screening.select_related("author", "draft__job")
    due = waiting.filter(rescan_at__lt=now)
    repair_each(waiting.filter(created_at__lt=now - REMOVED_AFTER), _give_up, by="created_at")
    repair_each(due.filter(created_at__lt=now - PERSON_AFTER), _ask, by="created_at")
    repair_each(due, wait, by="created_at")


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
