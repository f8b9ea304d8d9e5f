"""The words and the engines that a video goes back to."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from generation.descent import behind
from generation.engines.base import Capabilities
from generation.engines.registry import UnknownEngine, capabilities_of
from generation.models import Job, Source
from generation.states import JobState
from generation.tools import Tool
from moderation.categories import Category
from moderation.lineage import Lineage

GONE = Capabilities(
    name="", version="", sizes=(), seconds=(), fps=0,
    speaks=True, content_bounded=False,
)  # fmt: skip


def chain(words: Sequence[str], sources: Sequence[UUID]) -> Lineage:
    """What a step says after all that its sources go back to, oldest first. What was refused of
    steps beside it, from the same ones, counts against it: whoever tries one word after the other
    is judged by all of them."""
    if not sources:
        first, *others = words or [""]
        return Lineage(first, tuple(others))
    before = Job.objects.filter(pk__in=behind(sources)).order_by("depth", "created_at", "id")
    texts = [text for job in before for text in job.own_words] + list(words)
    first, *others = texts or [""]
    return Lineage(first, tuple(others), _refused(before))


def chain_of(job: Job) -> Lineage:
    """The chain that a job is the last step of."""
    return chain(job.own_words, sources_of(job))


def text_to_draw(job: Job) -> str:
    """What an engine draws before anybody is dressed: of a remix, all that led to it."""
    return chain_of(job).whole if job.tool == Tool.REMIX else job.prompt


def sources_of(job: Job) -> list[UUID]:
    """Those that are still known, in order."""
    if not job.depth:
        return []
    known = Source.objects.filter(job=job, source__isnull=False).order_by("position")
    return list(known.values_list("source_id", flat=True))


def engines_behind(job: Job) -> list[Capabilities]:
    """Of every engine whose pictures may be in it; its own where anything of it is drawn."""
    names = {job.engine}
    if job.depth:
        before = Job.objects.filter(pk__in=behind(sources_of(job)))
        names |= set(before.values_list("engine", flat=True))
    return [engine_or_gone(name) for name in sorted(names)]


def engine_or_gone(name: str) -> Capabilities:
    """One that is offered no more bounds nothing."""
    try:
        return capabilities_of(name)
    except UnknownEngine:
        return GONE


def _refused(before: QuerySet[Job]) -> frozenset[Category]:
    """At the screen: what was refused of a film is as much its engine's doing."""
    steps = Job.objects.filter(sources__source__in=before, state=JobState.REFUSED)
    named = steps.filter(error_stage="screen").exclude(refused_for="")
    return frozenset(Category(one) for one in named.values_list("refused_for", flat=True))
