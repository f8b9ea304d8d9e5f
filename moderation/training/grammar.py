"""Sentences of our own: harmful ones, and harmless twins that differ in stance or object.

Every fourth template is held out: its sentences measure and never teach.
"""

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderation.categories import Category
from moderation.training.rows import CATEGORIES, Row

HOME = Path(__file__).with_name("scenes")
SOURCE = "own_scenes"
EACH = 12  # sentences of one template
EVERY = 4
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Sentences:
    """`teaching` and `held` share no template, though they share what fills them."""

    teaching: Sequence[Row]
    held: Sequence[Row]


def sentences(*, seed: int) -> Sentences:
    """The same for the same seed. About 4,000 that teach and 1,300 that are held out."""
    teaching: dict[str, Row] = {}
    held: dict[str, Row] = {}
    for category in CATEGORIES:
        for number, row in _written(category, seed=seed):
            kept = held if number % EVERY == EVERY - 1 else teaching
            kept.setdefault(row.text, row)
    return Sentences(
        [*teaching.values()], [row for text, row in held.items() if text not in teaching]
    )


def _written(category: Category, *, seed: int) -> Iterator[tuple[int, Row]]:
    chooser = random.Random(f"{seed} {category}")  # noqa: S311 - a sample, no secret
    frames, grammar = _read("frames"), _read(category.value)
    slots = {**frames["slots"], **grammar["slots"]}
    for kind in ("harmful_scenes", "harmful_words", "harmless_scenes", "harmless_words"):
        for number, template in enumerate(grammar[kind]):
            for _ in range(EACH):
                text = _filled(template, slots, chooser)
                if kind.endswith("scenes"):
                    text = (
                        f"{chooser.choice(frames['before'])}{text}{chooser.choice(frames['after'])}"
                    )
                yield number, _row(text, category, kind)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HOME / f"{name}.toml").read_text("utf-8"))


def _filled(template: str, slots: Mapping[str, Sequence[str]], chooser: random.Random) -> str:
    return SLOT.sub(lambda found: chooser.choice(slots[found[1]]), template)


def _row(text: str, category: Category, kind: str) -> Row:
    harmful = kind.startswith("harmful")
    return Row(
        text=text,
        source=SOURCE,
        subset=f"{category}/{kind}",
        licence="own",
        labels={category: True} if harmful else dict.fromkeys(CATEGORIES, False),
        benign=not harmful,
    )
