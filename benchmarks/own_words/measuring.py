"""Precision and recall of what is read from sentences whose meaning is written beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accounts.own_words.reading import said_band
from accounts.prediction.training.measuring import wilson

SENTENCES = Path(__file__).parent / "sentences.txt"
HALVES = ("tuned on", "held out")
HEADING = re.compile(r"\[(\w+) (profile|caption)\]")
NONE = "none"


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence, the band that it states (or NONE), and the one that was read."""

    half: str
    text: str
    expected: str
    said: str


@dataclass(frozen=True, slots=True)
class Measured:
    """`right`: statements read with their band; `wrong`: read where nothing, or another band, is
    stated; `stated`, `silent`: sentences that state an age, and that do not."""

    right: int
    wrong: int
    frozen_wrongly: int
    stated: int
    silent: int

    def line(self, half: str) -> str:
        """One row of the report, with Wilson's 95 % intervals."""
        low, high = wilson(self.right, self.right + self.wrong)
        least, most = wilson(self.right, self.stated)
        return (
            f"{half}: precision {self.right}/{self.right + self.wrong} [{low:.3f}, {high:.3f}], "
            f"recall {self.right}/{self.stated} [{least:.3f}, {most:.3f}], of {self.silent} that "
            f"state nothing {self.wrong} read, {self.frozen_wrongly} as under 13"
        )


def read() -> Iterator[Read]:
    """Every sentence, in the order of the file."""
    expected = where = ""
    for number, line in enumerate(SENTENCES.read_text().splitlines(), start=1):
        if match := HEADING.fullmatch(line):
            expected, where = match[1], match[2]
        elif line and not line.startswith("# "):
            band = said_band(line, of_oneself=where == "profile")
            said = band.value if band else NONE
            yield Read(HALVES[(number + 1) % 2], line, expected, said)


def measured(half: str) -> Measured:
    """Of one half."""
    rows = [one for one in read() if one.half == half]
    wrong = [one for one in rows if one.said not in (NONE, one.expected)]
    return Measured(
        right=sum(one.said == one.expected != NONE for one in rows),
        wrong=len(wrong),
        frozen_wrongly=sum(one.said == "under_13" for one in wrong),
        stated=sum(one.expected != NONE for one in rows),
        silent=sum(one.expected == NONE for one in rows),
    )
