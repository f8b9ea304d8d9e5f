from uuid import UUID

from django.db import transaction

from feed.captions import ask
from feed.models import Post
from feed.services.takedowns import locked
from feed.services.verdicts import follow, judge_caption
from feed.states import PostState
from lib.actors import Actor
from moderation.screener.client import ScreenerAway
from moderation.services.screening import PATIENT_SECONDS

SCREENER = Actor.system("screener")


def screen(post_id: UUID) -> None:
    """Judge the caption of a post that waits for it; a late or doubled message does nothing."""
    post = Post.objects.filter(pk=post_id, state=PostState.SCREENING).first()
    if post is None or not post.caption:
        return
    try:
        evidence = ask(post.caption, seconds=PATIENT_SECONDS)
    except ScreenerAway:
        return  # the sweep asks again
    with transaction.atomic():
        current = locked(post)
        if current.state == PostState.SCREENING:
            follow(current, judge_caption(current, evidence), actor=SCREENER)
