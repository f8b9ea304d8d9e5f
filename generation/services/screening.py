"""The words of a prompt, asked about while their author waits."""

from collections.abc import Sequence

from generation.engines.sketch.dialogue import quotes
from generation.models import Job
from moderation.categories import Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence
from moderation.screener.client import ScreenerAway
from moderation.services.screening import AT_ONCE_SECONDS, read


def texts_of(prompt: str) -> list[tuple[Surface, str]]:
    """The prompt, and apart from it what it wants to be said."""
    spoken = "\n".join(quotes(prompt))
    return [(Surface.PROMPT, prompt), *([(Surface.DIALOGUE, spoken)] if spoken else [])]


def ask_at_once(prompt: str) -> Sequence[Evidence] | None:
    """What the screener answers within two seconds, else None. Never inside a transaction."""
    try:
        return read(texts_of(prompt), seconds=AT_ONCE_SECONDS)
    except ScreenerAway:
        return None


def audience_of(job: Job) -> Audience:
    """For whom a draft is judged: its maker."""
    return Audience(under_18=not job.owner.is_adult, depicts_minor=job.depicts_minor)
