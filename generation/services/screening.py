"""The words of a prompt, asked about while their author waits."""

from collections.abc import Sequence

from generation.engines.sketch.dialogue import quotes
from generation.models import Job
from moderation.categories import Surface
from moderation.lineage import Lineage, judged_lineage
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement
from moderation.screener.client import ScreenerAway
from moderation.services.near_repeats import suspicions_about
from moderation.services.screening import AT_ONCE_SECONDS, read


def lineage_of(job: Job) -> Lineage:
    """The chain that a job is the last step of. Every job is a root of its own as yet: what makes
    one out of another hands over what came before it here."""
    return Lineage(job.prompt)


def texts_of(lineage: Lineage) -> list[tuple[Surface, str]]:
    """The prompts of a chain and their whole, and apart from it what it wants to be said."""
    spoken = "\n".join(quotes(lineage.whole))
    return [*lineage.texts(), *([(Surface.DIALOGUE, spoken)] if spoken else [])]


def ask_at_once(prompt: str) -> Sequence[Evidence] | None:
    """What the screener answers within two seconds, else None. Never inside a transaction."""
    try:
        return read(texts_of(Lineage(prompt)), seconds=AT_ONCE_SECONDS)
    except ScreenerAway:
        return None


def audience_of(job: Job) -> Audience:
    """For whom a draft is judged: its maker."""
    return Audience(under_18=not job.owner.is_adult, depicts_minor=job.depicts_minor)


def judged_words(job: Job, evidence: Sequence[Evidence]) -> Judgement:
    """Evidence about `texts_of` a job's lineage, judged: strictly where the chain drifted, or where
    its maker was refused something near it a short time ago."""
    lineage = lineage_of(job)
    return judged_lineage(
        lineage,
        evidence,
        audience=audience_of(job),
        suspicions=suspicions_about(lineage.whole, person_id=job.owner_id),
    )
