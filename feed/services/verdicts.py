"""What a judgement does to a post. The caller holds the lock on the post's row."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from audit.services import record
from cameos.capabilities.showing import may_be_shown, note_shown
from cameos.capabilities.tokens import CapabilityRefused
from feed import notices
from feed.captions import STAGE, audience_of
from feed.eligibility import rating_refusal
from feed.models import Post, PostRating
from feed.states import PostState
from generation.failures import FailureCode, refusal_code
from generation.holds import next_look
from generation.models import Job
from generation.stages import Stage
from lib.actors import Actor
from lib.errors import ErrorCode
from lib.states import advance
from moderation.categories import Surface
from moderation.models import Cause, Scan
from moderation.monitor.client import is_configured
from moderation.monitor.evidence import NAME as MONITOR
from moderation.monitor.evidence import STAGE as MONITOR_STAGE
from moderation.policy.judging import Effect, Evidence, Judgement
from moderation.policy.rows import Verdict
from moderation.services.rating import Rating, rate
from moderation.services.refusals import blocked_in_scan, is_first_look, note_refusal
from moderation.services.reviews import lapse, open_review
from moderation.services.screening import forgiven_in, judged, record_scan, without

# Whatever skipped one of these was not assessed, and is shown to nobody (law 1).
FILM_STAGES: frozenset[str] = frozenset({Stage.SCREEN, Stage.INSPECT, Stage.LIKENESS})


def film_stages(job: Job) -> frozenset[str]:
    """Those of this film: with the monitor's, where there is one and its inspection asked it.

    The monitor says nothing of films that were made before it was configured, and never will.
    """
    if not is_configured():
        return FILM_STAGES
    inspected = Scan.objects.filter(subject=job.public_id, stage=Stage.INSPECT)
    asked = inspected.filter(detectors__has_key=MONITOR).exists()
    return FILM_STAGES | ({MONITOR_STAGE} if asked else set())


def judge_caption(post: Post, evidence: Sequence[Evidence]) -> Judgement:
    """By the policy in force; the scan is kept, and a minor in the words is one in the post."""
    audience = audience_of(post.author, job_of(post))
    fine = forgiven_in(post.public_id)
    judgement = judged([without(one, fine) for one in evidence], audience=audience)
    record_scan(
        subject=post.public_id,
        stage=STAGE,
        evidence=evidence,
        judgement=judgement,
        audience=audience,
    )
    if judgement.depicts_minor and not post.depicts_minor:
        post.depicts_minor = True
        post.save(update_fields=["depicts_minor"])
    return judgement


def follow(post: Post, judgement: Judgement, *, actor: Actor) -> None:
    """Published, held, or refused. Raises StaleState."""
    if judgement.effect == Effect.REFUSE:
        _note(post, judgement)
        refuse(post, code=refusal_code(judgement, stage=Stage.SCREEN), actor=actor)
    elif judgement.effect == Effect.HOLD:
        hold(post, judgement, actor=actor)
    else:
        release(post, actor=actor, reason="nothing against it")


def _note(post: Post, judgement: Judgement) -> None:
    """A caption that its author has just sent counts; one that is looked at again does not."""
    if post.caption and is_first_look(post.public_id, STAGE):
        note_refusal(
            person_id=post.author_id,
            origin=post.public_id,
            subject=post.public_id,
            surface=Surface.CAPTION,
            words=post.caption,
            category=judgement.category or "",
            blocked=blocked_in_scan(post.public_id, STAGE),
        )


def release(post: Post, *, actor: Actor, reason: str) -> None:
    """Published as it is rated now; refused where that lets nobody see it, and kept waiting where
    an answer about its video is wanting. Raises StaleState."""
    rating = rating_of(post)
    if rating.lacks:
        Post.objects.filter(pk=post.pk).update(rescan_at=next_look(post.created_at))
    elif refusal := rating_refusal(rating, author=post.author):
        minor = refusal.code == ErrorCode.MINOR_POLICY
        code = FailureCode.MINOR_POLICY if minor else FailureCode.OUTPUT_MODERATION
        refuse(post, code=code, actor=actor)
    else:
        _show_if_agreed(post, rating, actor=actor, reason=reason)


def _show_if_agreed(post: Post, rating: Rating, *, actor: Actor, reason: str) -> None:
    """Refused where somebody in it took their consent back while it waited."""
    try:
        show(post, rating, actor=actor, reason=reason)
    except CapabilityRefused:
        refuse(post, code=FailureCode.CONSENT_ENDED, actor=actor)


def show(post: Post, rating: Rating, *, actor: Actor, reason: str) -> None:
    """From here on others can see it. Raises StaleState, and as `may_be_shown`."""
    film = job_of(post).pk
    may_be_shown(film)
    note_shown(film)
    advance(
        post,
        to=PostState.PUBLISHED,
        actor=actor,
        reason=reason,
        published_at=timezone.now(),
        rescan_at=None,
        **rated(rating),
    )
    lapse(post.public_id, actor=actor)
    record("feed.post.published", actor=actor, target=post.public_id, rating=post.rating)
    notices.tell_published(post)


def hold(post: Post, judgement: Judgement, *, actor: Actor) -> None:
    """Kept from being seen until it is looked at again, or by a person."""
    for_a_person = judgement.verdict == Verdict.REVIEW
    again = None if for_a_person else next_look(post.created_at)
    Post.objects.filter(pk=post.pk).update(rescan_at=again)
    if for_a_person:
        ask_person(post, cause=Cause.POLICY, category=judgement.category or "", actor=actor)


def ask_person(post: Post, *, cause: Cause, category: str, actor: Actor) -> None:
    """Open a review of its caption, unless there is one."""
    open_review(
        subject=post.public_id,
        person_id=post.author_id,
        stage=STAGE,
        category=category,
        cause=cause,
        actor=actor,
    )
    record("feed.post.held", actor=actor, target=post.public_id, why=cause)


def refuse(post: Post, *, code: FailureCode, actor: Actor) -> None:
    """Never shown; its author may try another caption. Raises StaleState."""
    advance(post, to=PostState.REFUSED, actor=actor, reason=code, refused_as=code, rescan_at=None)
    lapse(post.public_id, actor=actor)
    record("feed.post.refused", actor=actor, target=post.public_id, code=code)
    notices.tell_refused(post)


def rating_of(post: Post) -> Rating:
    """Of the video and its caption together."""
    if not post.caption:
        return rating_of_film(job_of(post))
    job = job_of(post)
    return rate(job.public_id, post.public_id, stages=film_stages(job) | {STAGE})


def rating_of_film(job: Job) -> Rating:
    """Of a video alone, as it is before there is a post."""
    return rate(job.public_id, stages=film_stages(job))


def rated(rating: Rating) -> dict[str, Any]:
    """A rating as a post keeps it."""
    return {
        "rating": PostRating.EVERYONE if rating.fits_under_18 else PostRating.ADULTS,
        "policy_version": rating.policy_version,
        "screened_as": rating.profile,
        "depicts_minor": rating.depicts_minor,
    }


def job_of(post: Post) -> Job:
    """The job whose video it shows; only a deleted post has none."""
    assert post.draft is not None  # noqa: S101 - a_post_that_is_not_deleted_has_its_draft
    return post.draft.job
