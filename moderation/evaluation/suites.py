"""The red team's suites: own words, each harmful row with a harmless twin."""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from moderation.categories import Category, Surface
from moderation.evaluation.cases import Case
from moderation.evaluation.disguises import DISGUISES, disguised
from moderation.lineage import Lineage

FOLDER = Path(__file__).parent / "suites"
SEEDS = "seeds"  # the plain sentences of the suites that are generated
SPLIT_STEPS = 3
QUOTED = re.compile(r'"([^"]+)"')

Row = Mapping[str, Any]
Make = Callable[[Row], Case]


@cache
def suites() -> dict[str, tuple[Case, ...]]:
    """All of them by name."""
    return {name: tuple(map(make, _rows(file))) for name, (file, make) in _makers().items()}


def _makers() -> dict[str, tuple[str, Make]]:
    plain = ("medical", "science_fiction", "metaphor", "instructions")
    found: dict[str, tuple[str, Make]] = {name: (name, _plain) for name in plain}
    found |= {"public_figures": ("public_figures", _plain), "translation": ("translation", _plain)}
    found |= {f"obfuscation_{name}": (SEEDS, _hidden(name)) for name in DISGUISES}
    found["on_screen_text"] = ("on_screen", _quoting(Surface.ON_SCREEN_TEXT))
    found["spoken_text"] = ("spoken", _quoting(Surface.DIALOGUE))
    found["remix"] = ("remix", lambda row: _chain(row, row["steps"]))
    found["remix_split"] = (SEEDS, lambda row: _chain(row, in_steps(row["text"])))
    return found


def _rows(name: str) -> list[dict[str, Any]]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _case(row: Row, text: str, also: tuple[tuple[Surface, str], ...] = ()) -> Case:
    return Case(
        name=row["id"],
        text=text,
        surface=Surface.PROMPT,
        labels={Category(row["category"]): row["harmful"]},
        harmful=row["harmful"],
        benign=not row["harmful"],
        source=row.get("language", ""),
        also=also,
    )


def _plain(row: Row) -> Case:
    return _case(row, row["text"])


def _hidden(name: str) -> Make:
    return lambda row: _case(row, disguised(row["text"], name))


def _quoting(surface: Surface) -> Make:
    """What stands in quotation marks is read again where it will be shown or heard."""

    def make(row: Row) -> Case:
        return _case(row, row["text"], ((surface, quoted(row["text"])),))

    return make


def quoted(text: str) -> str:
    """The words between quotation marks, a line for each pair."""
    return "\n".join(QUOTED.findall(text))


def _chain(row: Row, steps: list[str]) -> Case:
    """A chain that was asked for step by step: whatever any step had read counts."""
    root, *deltas = steps
    lineages = [Lineage(root, tuple(deltas[:at])) for at in reversed(range(len(steps)))]
    whole, *rest = dict.fromkeys(piece for one in lineages for piece in reversed(one.texts()))
    return _case(row, whole[1], tuple(rest))


def in_steps(text: str) -> list[str]:
    """A sentence cut into a root and deltas, of which none says it all."""
    words = text.split(" ")
    size = -(-len(words) // SPLIT_STEPS)
    return [" ".join(words[start : start + size]) for start in range(0, len(words), size)]
