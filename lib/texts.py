"""Words that their room submits and moderation judges, where the room stands left of moderation.

The owner publishes TextSubmitted with an id, never the words; moderation reads them through the
owner's reader, and answers with TextJudged, which the owner hears.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lib.events import Event, declare
from lib.ids import IdKind


class TextVerdict(StrEnum):
    """What became of submitted words; while nobody could judge them, nothing is said."""

    PASSED = "passed"
    REFUSED = "refused"


@declare
@dataclass(frozen=True, slots=True)
class TextSubmitted(Event):
    """Somebody wrote something that waits to be judged; said again while it waits."""

    subject: str


@declare
@dataclass(frozen=True, slots=True)
class TextJudged(Event):
    """A submitted text was judged, by detectors or by a person."""

    subject: str
    verdict: TextVerdict


@declare
@dataclass(frozen=True, slots=True)
class TextWithdrawn(Event):
    """A submitted text needs no judgement any more: replaced, or its owner gave up waiting."""

    subject: str


@dataclass(frozen=True, slots=True)
class Written:
    """`label` names it to a reviewer. `for_everyone`: people of any age may see it. Where `asks`
    is false, no person is asked about it."""

    surface: str
    label: str
    text: str
    person_id: UUID
    under_18: bool
    since: datetime
    for_everyone: bool = True
    asks: bool = True


Reader = Callable[[str], Written | None]
WordCheck = Callable[[str], bool]

_readers: dict[str, Reader] = {}
_word_checks: list[WordCheck] = []


def register_reader(kind: IdKind, reader: Reader) -> None:
    """`reader(public_id)` answers None for what waits no more. Called in `AppConfig.ready()`."""
    if _readers.setdefault(kind.value, reader) is not reader:
        raise ValueError(f"{kind} is read twice")


def read(subject: str) -> Written | None:
    """What waits under this id."""
    reader = _readers.get(kind_of(subject))
    return reader(subject) if reader else None


def is_read(subject: str) -> bool:
    """Whether things of this kind come this way."""
    return kind_of(subject) in _readers


def kind_of(subject: str) -> str:
    """The prefix of a typed id."""
    return subject.partition("_")[0]


def register_word_check(check: WordCheck) -> None:
    """`check(words)`: whether word lists in this process refuse them. Called once."""
    if check not in _word_checks:
        _word_checks.append(check)


def word_lists_refuse(words: str) -> bool:
    """For names that are addresses and cannot wait. Raises LookupError where nobody checks."""
    if not _word_checks:
        raise LookupError("nobody checks words at once")
    return any(check(words) for check in _word_checks)
