"""Asking the screener about a prompt while its author waits, as it is and as it is dressed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from accounts.models import User
from cameos.permissions.refusals import Answer
from cameos.services.authorizing import decide
from cameos.services.preferring import Combined, combined
from cameos.services.reading import texts_of, unread_words
from generation.offers import FIRST_DEFAULT
from generation.services.processors import processor_of
from moderation.lineage import Lineage
from moderation.policy.judging import Evidence
from moderation.screener.client import ScreenerAway
from moderation.services.screening import AT_ONCE_SECONDS, read


@dataclass(frozen=True, slots=True)
class Dressed:
    """A prompt with what its subjects prefer, and what was answered about both together and about
    all that is said beside them (`lineage`)."""

    words: Combined
    lineage: Lineage
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class Screened:
    """What was answered about a prompt, and about it as it would be drawn."""

    plain: Sequence[Evidence]
    dressed: Dressed | None = None


def ask_at_once(prompt: str) -> Sequence[Evidence] | None:
    """What the screener answers within two seconds, else None. Never inside a transaction."""
    screened = ask_about(Lineage(prompt), None, seconds=AT_ONCE_SECONDS)
    return screened.plain if screened else None


def ask_for(
    prompt: str,
    *,
    subjects: Sequence[UUID],
    maker: User,
    engine: str = FIRST_DEFAULT,
    lineage: Lineage | None = None,
) -> Screened | None:
    """The same for words that ask for likenesses: once, with and without what they prefer.
    `lineage`: the chain that they end, if they are not the first; `prompt` is what is drawn."""
    chain = lineage or Lineage(prompt)
    dress = (
        dress_for(prompt, chain, subjects=subjects, maker=maker, engine=engine)
        if subjects
        else None
    )
    return ask_about(chain, dress, seconds=AT_ONCE_SECONDS)


def ask_about(lineage: Lineage, dress: Combined | None, *, seconds: float) -> Screened | None:
    """One question to the screener; None where it is away."""
    texts = texts_of(lineage)
    worn = _worn(lineage, dress) if dress else None
    try:
        evidence = read([*texts, *(texts_of(worn) if worn else [])], seconds=seconds)
    except ScreenerAway:
        return None
    count = len(texts)
    dressed = Dressed(dress, worn, evidence[count:]) if dress and worn else None
    return Screened(evidence[:count], dressed)


def _worn(lineage: Lineage, dress: Combined) -> Lineage:
    """Scenes and earlier steps are drawn beside it: what they say together is read as one."""
    if not lineage.deltas:
        return Lineage(dress.text)
    return replace(lineage, deltas=(*lineage.deltas, dress.text))


def dress_for(
    prompt: str, lineage: Lineage, *, subjects: Sequence[UUID], maker: User, engine: str
) -> Combined | None:
    """What the subjects prefer, of those alone that may be used: of others it takes no time and
    tells nothing. None where nobody prefers anything."""
    found = decide(
        cameo_ids=subjects,
        requester=maker,
        words=unread_words(lineage),
        processor=processor_of(engine),
    )
    if found.answer != Answer.OK:
        return None
    dress = combined(prompt, [one.cameo for one in found.subjects if one.cameo])
    return dress if dress.by else None
