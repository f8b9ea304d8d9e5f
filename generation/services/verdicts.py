"""What a judgement does to a job. The caller holds the lock on the job's row and kept the scan."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from audit.services import record
from generation import notices, tasks
from generation.failures import FailureCode, refusal_code
from generation.holds import HoldReason, next_look
from generation.models import Job
from generation.services.consent import has_people, owe_grants
from generation.services.requeue import wait
from generation.services.screening import audience_of
from generation.services.second_look import ask_beside
from generation.stages import STATES, Stage, after
from generation.states import JobState
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.states import advance
from moderation.categories import Category, Surface
from moderation.models import Cause
from moderation.policy.judging import Effect, Judgement
from moderation.policy.rows import Verdict
from moderation.services.child_safety import blocks_for_child_safety
from moderation.services.refusals import blocked_in_scan, is_first_look, note_refusal
from moderation.services.reviews import lapse, open_review

NO_LEASE: dict[str, Any] = {"leased_until": None, "waiting_since": None, "resend_at": None}
NOT_HELD: dict[str, Any] = {"held_since": None, "held_for": "", "held_stage": "", "rescan_at": None}
NOT_REFUSED: dict[str, Any] = {
    "error_code": "",
    "error_stage": "",
    "refused_for": "",
    "finished_at": None,
}


def weaker(one: str, other: str) -> str:
    """The profile that proves less: a film is stamped with the weakest under which it was seen."""
    return "development" if "development" in (one, other) else other


def follow(
    job: Job,
    judgement: Judgement,
    *,
    stage: Stage,
    actor: Actor,
    points: int = 0,
    cause: Cause = Cause.POLICY,
) -> None:
    """On to the next stage, held, or refused. `points`: how far the job is if it goes on.
    `cause`: why a person is asked, if one is."""
    if judgement.effect == Effect.REFUSE:
        refuse(job, judgement, stage=stage, actor=actor)
    elif judgement.effect == Effect.HOLD:
        # What is lacking first: a person's "fine" must not stand for what nobody has heard.
        waits = judgement.verdict == Verdict.REVIEW and not judgement.lacking
        hold(job, stage=stage, actor=actor,
             why=HoldReason.REVIEW if waits else HoldReason.UNASSESSED,
             category=judgement.category or "", cause=cause)  # fmt: skip
    else:
        pass_on(job, stage=stage, actor=actor, points=points, reason="nothing against it")


def pass_on(job: Job, *, stage: Stage, actor: Actor, reason: str, points: int = 0) -> None:
    """To where the job waits for the stage after `stage`, with its message. Raises StaleState."""
    lapse(job.public_id, actor=actor)
    wait(
        job,
        to=after(stage, with_people=job.is_drawn and has_people(job)),
        actor=actor,
        reason=reason,
        progress=max(job.progress, points),
        screened_as=weaker(job.screened_as, settings.PROFILE),
        **NOT_HELD,
        **NOT_REFUSED,
    )
    if stage == Stage.SCREEN:
        ask_beside(job)


def look_again(job: Job, *, stage: Stage, actor: Actor, reason: str) -> None:
    """Back to where the job waits for `stage`, with its message. Raises StaleState."""
    to = STATES[stage].waiting
    wait(job, to=to, actor=actor, reason=reason, rescan_at=None, **NOT_REFUSED)


def hold(
    job: Job,
    *,
    stage: Stage,
    actor: Actor,
    why: HoldReason,
    category: str = "",
    cause: Cause = Cause.POLICY,
) -> None:
    """Kept from going on until it is looked at again, or by a person. Raises StaleState."""
    now = timezone.now()
    since = job.held_since or now
    advance(
        job,
        to=JobState.HELD,
        actor=actor,
        reason=why,
        held_stage=stage,
        held_for=why,
        held_since=since,
        rescan_at=None if why == HoldReason.REVIEW else next_look(since),
        **NO_LEASE,
    )
    if why == HoldReason.REVIEW:
        ask_person(job, cause=cause, category=category, actor=actor)
    if since == now:
        record("generation.job.held", actor=actor, target=job.public_id, stage=stage, why=why)
        notices.tell_delayed(job)


def ask_person(job: Job, *, cause: Cause, category: str, actor: Actor) -> None:
    """Open a review of a held job, unless there is one."""
    open_review(
        subject=job.public_id,
        person_id=job.owner_id,
        stage=job.held_stage,
        category=category,
        cause=cause,
        actor=actor,
    )


def ask_about_refusal(job: Job, judgement: Judgement, *, stage: Stage, actor: Actor) -> None:
    """Detectors disagreed about what was just refused, so a person looks, contested or not (M3).

    Not about films at which no reviewer may look. The scan of this judgement is kept before.
    """
    if is_closed_to_reviewers(job):
        return
    open_review(
        subject=job.public_id,
        person_id=job.owner_id,
        stage=stage,
        category=judgement.category or "",
        cause=Cause.DISAGREEMENT,
        actor=actor,
    )


def is_closed_to_reviewers(job: Job) -> bool:
    """A refused film in which child safety blocks is no matter of one reviewer, whatever else it
    is refused for; words alone are."""
    if job.error_stage == Stage.SCREEN:
        return False
    return job.refused_for == Category.CHILD_SAFETY or blocks_for_child_safety(
        job.public_id, audience=audience_of(job)
    )


def refuse(job: Job, judgement: Judgement, *, stage: Stage, actor: Actor) -> None:
    """Not made, or not handed out; its maker may contest it once. Raises StaleState."""
    code = refusal_code(judgement, stage=stage)
    refuse_as(job, code=code, category=judgement.category or "", stage=stage, actor=actor)
    # Words that were sent just now count, once; what is looked at again does not, nor a film: it
    # is as much the engine's doing as its maker's.
    if stage == Stage.SCREEN and is_first_look(job.public_id, stage):
        note_refusal(
            person_id=job.owner_id,
            origin=job.public_id,
            subject=job.public_id,
            surface=Surface.PROMPT,
            words="\n".join(job.own_words),
            category=judgement.category or "",
            blocked=blocked_in_scan(job.public_id, stage),
        )


def refuse_as(job: Job, *, code: FailureCode, category: str, stage: Stage, actor: Actor) -> None:
    """The same by a code and a category. Raises StaleState."""
    lapse(job.public_id, actor=actor)
    advance(
        job,
        to=JobState.REFUSED,
        actor=actor,
        reason=code,
        error_code=code,
        error_stage=stage,
        refused_for=category,
        finished_at=timezone.now(),
        **NO_LEASE,
        **NOT_HELD,
    )
    record("generation.job.refused", actor=actor, target=job.public_id, code=code, stage=stage)
    owe_grants(job)
    if code == FailureCode.NOT_FOR_THIS_PROMPT:
        enqueue(tasks.tidy_job, job.pk)  # nobody can contest it: nothing is kept for that
    notices.tell_failed(job)
