from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.capabilities.showing import may_be_shown
from feed import tasks
from feed.captions import accepted_caption, audience_of
from feed.eligibility import publish_refusal, rating_refusal
from feed.models import Post
from feed.services.verdicts import follow, judge_caption, rating_of, rating_of_film, show
from generation.failures import MESSAGES, FailureCode, refusal_code
from generation.holds import next_look
from generation.models import Draft
from generation.stages import Stage
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.outbox.services import enqueue
from lib.selecting import one_of
from lib.states import record_initial
from moderation.categories import Surface
from moderation.help import help_for
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence, Judgement
from moderation.services.cooling import cooling_refusal, weigh
from moderation.services.refusals import blocked_in, note_refusal, origin_of_request


class CaptionRefused(DomainError):
    """A caption that was blocked while its author waited: no post is kept of it."""

    def __init__(self, refusal: DomainError, judgement: Judgement) -> None:
        super().__init__(refusal.code, refusal.detail, attr=refusal.attr)
        self.judgement = judgement


def publish(
    *, draft: Draft, by: User, caption: str = "", evidence: Sequence[Evidence] | None = None
) -> Post:
    """Show a draft to others: published at once, or `screening` until its caption is assessed.

    `evidence` is what the screener answered about this very caption; without it the post waits for
    the screen queue, seen by its author alone (law 1). Raises DomainError and leaves nothing
    behind: 403 by standing; NotFound for another's draft; `already_published`, `not_publishable`,
    `consent_ended`;
    400 for a text that is no caption; 422 for one that is refused (CaptionRefused: the caller
    notes it once this transaction is over); 429 for any caption while cooling off.
    """
    text = accepted_caption(caption)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        # First the person, then the draft: whoever deletes either waits, or is seen here.
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        locked = _locked(draft)
        if refusal := publish_refusal(person, locked):
            raise refusal
        may_be_shown(locked.job_id)
        # Words are what somebody tries again and again: without a caption there is no waiting.
        if text and (refusal := cooling_refusal(person.pk)):
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
        if text:
            enqueue(tasks.hear_caption, post.pk)
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
        raise CaptionRefused(caption_refusal(judgement), judgement)
    if judgement.effect == Effect.PASS:
        _show_or_refuse(post, actor=actor)
    else:
        follow(post, judgement, actor=actor)


def note_refused_caption(
    refused: CaptionRefused,
    *,
    draft: Draft,
    by: User,
    caption: str,
    key: str,
    evidence: Sequence[Evidence],
) -> None:
    """Count a refused caption, and start a cooling-off where refusals are too many.

    `key`: the request's Idempotency-Key; its repetition is refused again and counted once.
    """
    text = accepted_caption(caption)
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
        note_refusal(
            person_id=person.pk,
            origin=origin_of_request(str(draft.pk), key, text),
            surface=Surface.CAPTION,
            words=text,
            category=refused.judgement.category or "",
            blocked=blocked_in(evidence, _audience(person, draft, refused.judgement)),
        )
        weigh(person)


def _audience(person: User, draft: Draft, judgement: Judgement) -> Audience:
    audience = audience_of(person, draft.job)
    return audience.with_minor() if judgement.depicts_minor else audience


def _show_or_refuse(post: Post, *, actor: Actor) -> None:
    rating = rating_of(post)
    if refusal := rating_refusal(rating, author=post.author):
        raise refusal
    show(post, rating, actor=actor, reason="nothing against it")


def caption_refusal(judgement: Judgement) -> DomainError:
    """The public answer to a blocked caption: its class, never what a detector read (G16)."""
    code = refusal_code(judgement, stage=Stage.SCREEN)
    detail = str(help_for(judgement.category or "") or MESSAGES[code])
    if code == FailureCode.INPUT_MODERATION and not help_for(judgement.category or ""):
        detail = _("This caption is against our rules.")
    return DomainError(ErrorCode(code.value), detail, attr="caption")


def _locked(draft: Draft) -> Draft:
    rows = Draft.objects.select_for_update(of=("self",)).select_related("job")
    return one_of(rows, draft.pk)
