"""The slow look of the monitor, beside rendering and after it (features.md, M3 and M4)."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from generation import tasks
from generation.engines.sketch.dialogue import quotes
from generation.models import Job, Outcome
from generation.services.screening import audience_of, lineage_of
from generation.services.second_look import BESIDE, is_owed, words_scan
from generation.services.verdicts import ask_about_refusal, refuse
from generation.stages import Stage
from generation.states import JobState
from generation.work.claiming import WORKER, close_attempt
from generation.work.film_opinion import EVERYTHING, NO_OPINION, FilmOpinion, keep_words
from generation.work.lease import patiently
from lib.outbox.services import enqueue
from moderation.answers import Answer, Hit
from moderation.categories import Category, Surface
from moderation.inspection import Inspection
from moderation.models import Scan
from moderation.monitor.client import MonitorAway, ask, is_configured, version
from moderation.monitor.evidence import NAME, evidence_of, silence
from moderation.monitor.frames import jpegs
from moderation.monitor.lineage import Lineage, Question
from moderation.policy.judging import Effect, Evidence
from moderation.services.screening import forgiven_in, judged, without

MOST_WORDS = 20_000  # characters of one question; no film of ours comes near


def look(job_id: UUID) -> None:
    """Ask about the words of a job that is about to be drawn, or is being drawn.

    A late or doubled message does nothing. Without an answer the sweeper asks again, and at last
    the inspection does, which passes nothing without one.
    """
    job = Job.objects.select_related("owner").filter(pk=job_id, state__in=sorted(BESIDE)).first()
    if job is None or not is_owed(job):
        return
    try:
        opinion = ask(_words_of(job), audience=audience_of(job))
    except MonitorAway:
        return
    patiently(lambda: _keep(job_id, evidence_of(opinion, elsewhere=Surface.PROMPT)))


def opinion_of_film(job: Job, found: Inspection, path: Path) -> FilmOpinion:
    """Of a rendered film with all its words, beside what was said of the words alone."""
    if not is_configured():
        return NO_OPINION
    fine, before = forgiven_in(job.public_id), words_scan(job)
    words = [without(one, fine) for one in _evidence_in(before)] if before else []
    try:
        opinion = ask(_film_of(job, found, path), audience=audience_of(job))
    except MonitorAway:
        unheard = silence(Surface.FRAME, version=version())
        return FilmOpinion([*words, *unheard], silent=True, is_asked=True)
    return FilmOpinion(
        [*words, *_unforgiven(evidence_of(opinion, elsewhere=Surface.FRAME), fine)], is_asked=True
    )


def _unforgiven(evidence: Sequence[Evidence], fine: frozenset[str]) -> list[Evidence]:
    """What a person found fine in the prompt's words is fine there, and nowhere else."""
    words = (Surface.PROMPT, Surface.DIALOGUE)
    return [without(one, fine) if one.surface in words else one for one in evidence]


def _keep(job_id: UUID, evidence: Sequence[Evidence]) -> None:
    """The first answer counts. Once the film is there, only its inspection draws conclusions."""
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job_id, state__in=sorted(BESIDE | {JobState.RENDERED}))
        job = waiting.select_for_update(of=("self",)).select_related("owner").first()
        if job is None or words_scan(job) is not None:
            return
        keep_words(job, evidence, audience=audience_of(job))
        Job.objects.filter(pk=job.pk).update(second_look_at=None)
        if job.state in BESIDE and job.cancel_requested_at is None:
            _stop_if_refused(job, evidence)


def _stop_if_refused(job: Job, evidence: Sequence[Evidence]) -> None:
    """Its renderer learns at its next look that the lease is gone, and leaves nothing behind."""
    fine = forgiven_in(job.public_id)
    judgement = judged(
        [without(one, fine) for one in evidence], audience=audience_of(job), elsewhere=EVERYTHING
    )
    if judgement.depicts_minor and not job.depicts_minor:
        Job.objects.filter(pk=job.pk).update(depicts_minor=True)
    if judgement.effect != Effect.REFUSE:
        return  # what a person should see is held when it can be looked at
    close_attempt(job, Outcome.CANCELLED, error_code="refused_beside")
    refuse(job, judgement, stage=Stage.SCREEN, actor=WORKER)
    ask_about_refusal(job, judgement, stage=Stage.SCREEN, actor=WORKER)
    enqueue(tasks.tidy_job, job.pk)


def _words_of(job: Job) -> Question:
    return Question(_lineage_of(job), dialogue="\n".join(quotes(lineage_of(job).whole)))


def _lineage_of(job: Job) -> Lineage:
    """The monitor reads a chain as a chain too."""
    chain = lineage_of(job)
    return Lineage(chain.root, chain.deltas)


def _film_of(job: Job, found: Inspection, path: Path) -> Question:
    """Raises MonitorAway for more words than can be judged at once."""
    question = Question(
        _lineage_of(job),
        dialogue="\n".join(quotes(lineage_of(job).whole)),
        transcript=tuple(text for text, _, _ in (found.heard.texts if found.heard else ())),
        on_screen=tuple(text for text, _, _ in (found.on_screen or ())),
        frames=jpegs(path, count=settings.MONITOR_FRAMES) if settings.MONITOR_FRAMES else (),
    )
    if sum(len(text) for _, text in question.parts()) > MOST_WORDS:
        raise MonitorAway("too long", server=False)
    return question


def _evidence_in(scan: Scan) -> list[Evidence]:
    """What the monitor said, as rows remember it."""
    surfaces = {Surface(name) for name in scan.coverage}
    return [
        Evidence(surface, [Answer(NAME, version(), {}, _hits(scan, surface), scan.depicts_minor)])
        for surface in sorted(surfaces & {Surface.PROMPT, Surface.DIALOGUE})
    ]


def _hits(scan: Scan, surface: Surface) -> tuple[Hit, ...]:
    return tuple(
        Hit(Category(row.category), row.score, term=row.term, start=row.start, end=row.end)
        for row in scan.findings.all()
        if row.surface == surface
    )
