"""What a reviewer is shown of a thing: its owner tells, since this room may not know it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lib.ids import IdKind
from moderation.categories import Surface


@dataclass(frozen=True, slots=True)
class Line:
    """What is said in a film, and when: in seconds from its beginning."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Card:
    """`words`: (what they are, the words). `judged`: the texts exactly as detectors were given
    them, for findings point into these. `said`: what the engine says is said, in order. `picture`,
    `sound`: storage keys of tiles and of what is heard, or None."""

    words: list[tuple[str, str]] = field(default_factory=list)
    judged: Sequence[tuple[Surface, str]] = ()
    said: Sequence[Line] = ()
    picture: str | None = None
    sound: str | None = None


Describe = Callable[[str], Card | None]

_describers: dict[str, Describe] = {}


def register(kind: IdKind, describe: Describe) -> None:
    """`describe(public_id)` answers None for what is gone. Called once, in `AppConfig.ready()`."""
    if _describers.setdefault(kind.value, describe) is not describe:
        raise ValueError(f"{kind} is described twice")


def card_of(subject: str) -> Card | None:
    """What there is to see of a thing, by its typed id."""
    describe = _describers.get(subject.partition("_")[0])
    return describe(subject) if describe else None
