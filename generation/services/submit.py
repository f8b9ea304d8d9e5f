from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Feature, User
from accounts.services.holds import feature_refusal
from cameos.capabilities.issuing import UseRefused
from cameos.services.authorizing import Read
from cameos.services.reading import unread_words
from generation import notices
from generation.eligibility import submit_refusal
from generation.lanes import Lane
from generation.making.checking import Making, checked_making
from generation.making.wanted import Part, Wanted
from generation.models import Job
from generation.quota import quota_refusal
from generation.services.asking import Dressed, Screened
from generation.services.beginning import ALONE, Variation, begin
from generation.services.consent import ask_consent
from generation.services.dressing import wear
from generation.services.requeue import send_to_worker
from generation.services.screening import audience_of, judged_words, words_of
from generation.services.verdicts import follow
from generation.stages import Stage
from generation.states import JobState
from generation.tools import Tool
from lib.actors import Actor
from moderation.policy.judging import Effect, Evidence
from moderation.services.cooling import weigh
from moderation.services.screening import record_scan


def submit(
    *,
    owner: User,
    prompt: str | None = None,
    size: str | None = None,
    seconds: int | None = None,
    engine: str | None = None,
    lane: Lane = Lane.INTERACTIVE,
    subjects: Sequence[UUID] = (),
    named: Sequence[UUID] = (),
    tool: Tool = Tool.TEXT,
    parts: Sequence[Part] = (),
    beats: Sequence[dict[str, Any]] = (),
    input_image: UUID | None = None,
    screened: Sequence[Evidence] | None = None,
    dressed: Dressed | None = None,
    variation: Variation = ALONE,
) -> Job:
    """Take on a video: a job, its history, an audit row, and the message to the next worker.

    `screened` is what the screener answered about this very prompt; without it the job waits for
    the screen queue. `dressed` is the prompt as its subjects prefer it, with what was answered;
    `named` are the ids under which its maker knows the subjects. Where no `engine` is named, it
    is the default of its maker's age band. A
    job that the policy refuses is kept, in that state, so that its maker can contest it. Raises
    DomainError: 503 at a stop switch; 403 by standing; what `checked_making` raises; 429 for quota
    or while cooling off; UseRefused where a subject, chosen or inherited, may not be used, or not
    for these words: then nothing is kept.
    """
    wanted = Wanted(tool, prompt, size, seconds, engine, subjects, named, parts, beats, input_image)
    actor = Actor.person(owner.pk)
    with transaction.atomic():
        # Submissions of one person come one after another, or twenty at once would each see
        # room in the quota; and standing is read as it is now.
        person = User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        making = checked_for(person, wanted)
        if refusal := quota_refusal(person):
            raise refusal
        job = begin(making, wanted, maker=person, variation=variation, lane=lane)
        if screened is None:
            ask_consent(job, unread_words(making.lineage))
            notices.tell_queued(job)
            send_to_worker(job)
        else:
            _judge(job, Screened(screened, dressed), actor=actor)
            if job.state == JobState.REFUSED:
                weigh(person)
    return job


def checked_for(person: User, wanted: Wanted) -> Making:
    """What would be made. Whoever may not submit at all learns that first, and nothing of what they
    asked for. Raises DomainError."""
    if refusal := submit_refusal(person, engine=wanted.engine, tool=wanted.tool):
        raise refusal
    if wanted.subjects and (refusal := feature_refusal(person, Feature.CAMEOS)):
        raise refusal
    making = checked_making(wanted, maker=person)
    if wanted.engine is None and (
        refusal := submit_refusal(person, engine=making.engine, tool=wanted.tool)
    ):
        raise refusal
    return making


def _judge(job: Job, screened: Screened, *, actor: Actor) -> None:
    evidence = screened.plain
    words = words_of(job, evidence)
    _ask_consent(job, words)
    audience = audience_of(job)
    judgement = judged_words(job, evidence) if job.depicts_minor else words.judgement
    notices.tell_queued(job)
    record_scan(
        subject=job.public_id,
        stage=Stage.SCREEN,
        evidence=evidence,
        judgement=judgement,
        audience=audience,
    )
    if screened.dressed and judgement.effect != Effect.REFUSE:
        wear(job, screened.dressed, plain=judgement)
    if judgement.depicts_minor:
        job.depicts_minor = True
        job.save(update_fields=["depicts_minor"])
    follow(job, judgement, stage=Stage.SCREEN, actor=actor)


def _ask_consent(job: Job, words: Read) -> None:
    """What the policy refuses whoever is in it is refused for that, and kept to be contested; if
    a person finds it fine, it goes on with the consents that it could have had."""
    try:
        with transaction.atomic():
            ask_consent(job, words)
    except UseRefused:
        if words.judgement.effect != Effect.REFUSE:
            raise
