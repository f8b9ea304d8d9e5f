"""The words of a prompt, asked about while their author waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from cameos.models import Capability
from cameos.permissions.refusals import Answer
from cameos.services import reading
from cameos.services.authorizing import Read, decide
from cameos.services.preferring import Combined, combined
from cameos.services.reading import texts_of, unread_words
from generation.models import Job
from moderation.lineage import Lineage
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement
from moderation.screener.client import ScreenerAway
from moderation.services.screening import AT_ONCE_SECONDS, read


@dataclass(frozen=True, slots=True)
class Dressed:
    """A prompt with what its subjects prefer, and what was answered about both together."""

    words: Combined
    evidence: Sequence[Evidence]

    @property
    def lineage(self) -> Lineage:
        """The words that would be drawn."""
        return Lineage(self.words.text)


@dataclass(frozen=True, slots=True)
class Screened:
    """What was answered about a prompt, and about it as it would be drawn."""

    plain: Sequence[Evidence]
    dressed: Dressed | None = None


def lineage_of(job: Job) -> Lineage:
    """The chain that a job is the last step of. Every job is a root of its own as yet: what makes
    one out of another hands over what came before it here."""
    return Lineage(job.prompt)


def ask_at_once(prompt: str) -> Sequence[Evidence] | None:
    """What the screener answers within two seconds, else None. Never inside a transaction."""
    screened = ask_about(Lineage(prompt), None, seconds=AT_ONCE_SECONDS)
    return screened.plain if screened else None


def ask_for(prompt: str, *, subjects: Sequence[UUID], maker: User) -> Screened | None:
    """The same for a prompt that asks for likenesses: once, with and without what they prefer."""
    dress = dress_for(prompt, subjects=subjects, maker=maker) if subjects else None
    return ask_about(Lineage(prompt), dress, seconds=AT_ONCE_SECONDS)


def ask_about(lineage: Lineage, dress: Combined | None, *, seconds: float) -> Screened | None:
    """One question to the screener; None where it is away."""
    texts = texts_of(lineage)
    dressed = texts_of(Lineage(dress.text)) if dress else []
    try:
        evidence = read([*texts, *dressed], seconds=seconds)
    except ScreenerAway:
        return None
    count = len(texts)
    return Screened(evidence[:count], Dressed(dress, evidence[count:]) if dress else None)


def dress_for(prompt: str, *, subjects: Sequence[UUID], maker: User) -> Combined | None:
    """What the subjects prefer, of those alone that may be used: of others it takes no time and
    tells nothing. None where nobody prefers anything."""
    found = decide(cameo_ids=subjects, requester=maker, words=unread_words(Lineage(prompt)))
    if found.answer != Answer.OK:
        return None
    dress = combined(prompt, [one.cameo for one in found.subjects if one.cameo])
    return dress if dress.by else None


def audience_of(job: Job) -> Audience:
    """For whom a draft is judged: its maker, and more strictly where somebody's likeness is used,
    asked for or inherited from what it was made out of."""
    return Audience(
        under_18=not job.owner.is_adult,
        depicts_minor=job.depicts_minor,
        likeness=bool(job.subjects) or Capability.objects.filter(film_id=job.pk).exists(),
    )


def words_of(job: Job, evidence: Sequence[Evidence]) -> Read:
    """What a decision about likenesses must know of a job's words."""
    lineage, audience = lineage_of(job), audience_of(job)
    return reading.read_words(lineage, evidence, audience=audience, maker=job.owner)


def judged_words(job: Job, evidence: Sequence[Evidence]) -> Judgement:
    """Evidence about `texts_of` a job's lineage, judged (see `reading.judged_words`)."""
    return words_of(job, evidence).judgement


def judged_dress(job: Job, dressed: Dressed) -> Judgement:
    """The same of what would be drawn."""
    return reading.judged_words(
        dressed.lineage, dressed.evidence, audience=audience_of(job), maker=job.owner
    )
