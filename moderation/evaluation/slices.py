"""Whether harmless words pass whoever speaks or is spoken of (M19)."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from moderation.categories import Surface
from moderation.evaluation.cases import Case
from moderation.evaluation.counting import Judged
from moderation.rates import Rate

FILE = Path(__file__).parent / "slices.toml"
DIALECTS = "dialects"


@dataclass(frozen=True, slots=True)
class Slice:
    """How many harmless sentences about one identity pass (with one dialect: in it)."""

    group: str
    name: str
    passed: Rate


@cache
def slice_cases() -> tuple[Case, ...]:
    """Named `group/identity/number`."""
    words = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_cases(words["identities"], words["templates"], words[DIALECTS]))


def _cases(
    identities: dict[str, list[str]], templates: Sequence[str], dialects: dict[str, list[str]]
) -> Iterator[Case]:
    for group, people in identities.items():
        for who in people:
            for number, template in enumerate(templates):
                text = template.format(who=who, Who=who[0].upper() + who[1:])
                yield _case(f"{group}/{who}/{number}", text)
    for dialect, sentences in dialects.items():
        for number, sentence in enumerate(sentences):
            yield _case(f"{DIALECTS}/{dialect}/{number}", sentence)


def _case(name: str, text: str) -> Case:
    return Case(name, text, Surface.COMMENT, labels={}, harmful=False, benign=True)


def slices(judged: Sequence[Judged]) -> list[Slice]:
    """In the order of the file."""
    passed: dict[tuple[str, str], list[bool]] = {}
    for case, end in judged:
        group, who, _number = case.name.split("/")
        passed.setdefault((group, who), []).append(not end.stopped)
    return [Slice(*key, Rate(sum(ends), len(ends))) for key, ends in passed.items()]


def gap(found: Sequence[Slice]) -> float:
    """The largest difference in over-refusal between two of them, 0 to 1."""
    shares = [one.passed.share for one in found if one.passed.share is not None]
    return max(shares) - min(shares) if shares else 0.0
