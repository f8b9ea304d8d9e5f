from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from feed import tasks
from feed.captions import accepted_caption
from feed.eligibility import publish_refusal, rating_refusal
from feed.models import Post
from feed.services.verdicts import follow, judge_caption, rating_of, rating_of_film, show
from generation.failures import MESSAGES, FailureCode, refusal_code
from generation.holds import next_look
from generation.models import Draft
from generation.stages import Stage
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound
from lib.outbox.services import enqueue
from lib.states import record_initial
from moderation.policy.judging import Effect, Evidence, Judgement


def publish(
    *, draft: Draft, by: User, caption: str = "", evidence: Sequence[Evidence] | None = None
) -> Post:
    """Show a draft to others: published at once, or `screening` until its caption is assessed.

    `evidence` is what the screener answered about this very caption; without it the post waits for
    the screen queue, seen by its author alone (law 1). Raises DomainError and leaves nothing
    behind: 403 by standing; NotFound for another's draft; `already_published`, `not_publishable`;
    400 for a text that is no caption; 422 for one that is refused.
    """
    text = accepted_caption(caption)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        # First the person, then the draft: whoever deletes either waits, or is seen here.
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        locked = _locked(draft)
        if refusal := publish_refusal(person, locked):
            raise refusal
        if refusal := rating_refusal(rating_of_film(locked.job), author=person):
            raise refusal
        post = Post.objects.create(
            author=person,
            draft=locked,
            caption=text or None,
            depicts_minor=locked.job.depicts_minor,
        )
        record_initial(post, actor=actor, reason="asked to be published")
        record("feed.post.submitted", actor=actor, target=post.public_id, draft=locked.public_id)
        if not text:
            _show_or_refuse(post, actor=actor)
        elif evidence is None:
            wait(post)
        else:
            _judge(post, evidence, actor=actor)
    return post


def wait(post: Post) -> None:
    """For the screen queue, in the caller's transaction."""
    post.rescan_at = next_look(post.created_at)
    post.save(update_fields=["rescan_at"])
    enqueue(tasks.screen_caption, post.pk)


def _judge(post: Post, evidence: Sequence[Evidence], *, actor: Actor) -> None:
    """While its author waits for the answer, a refusal is an answer and no post."""
    judgement = judge_caption(post, evidence)
    if judgement.effect == Effect.REFUSE:
        raise caption_refusal(judgement)
    if judgement.effect == Effect.PASS:
        _show_or_refuse(post, actor=actor)
    else:
        follow(post, judgement, actor=actor)


def _show_or_refuse(post: Post, *, actor: Actor) -> None:
    rating = rating_of(post)
    if refusal := rating_refusal(rating, author=post.author):
        raise refusal
    show(post, rating, actor=actor, reason="nothing against it")


def caption_refusal(judgement: Judgement) -> DomainError:
    """The public answer to a blocked caption: its class, never what a detector read (G16)."""
    code = refusal_code(judgement, stage=Stage.SCREEN)
    detail = (
        _("This caption is against our rules.")
        if code == FailureCode.INPUT_MODERATION
        else str(MESSAGES[code])
    )
    return DomainError(ErrorCode(code.value), detail, attr="caption")


def _locked(draft: Draft) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",)).select_related("job")
    locked = rows.filter(pk=draft.pk).first()
    if locked is None:
        raise NotFound
    return locked
