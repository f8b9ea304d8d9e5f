"""Labelled rows of a file as cases. The schema is the training data's."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.plain_text import is_invisible
from moderation.categories import TEXT, Surface
from moderation.evaluation.cases import Case
from moderation.evaluation.lines import BadLine, Problem, objects
from moderation.screener.asking import MOST_CHARACTERS
from moderation.training.rows import LABELS, doubtful, row_of

REQUIRED = ("text", "surface", "labels")
OPTIONAL = {"likeness": None, "source": "", "subset": "", "licence": "", "trust": "", "attack": 0}
NAMES = frozenset({"unsafe", *(name for names in LABELS.values() for name in names)})
SURFACES = frozenset(surface.value for surface in TEXT)


@dataclass(frozen=True, slots=True)
class Labelled:
    """`calibrating`: the cases that set the detectors' operating point, by name."""

    cases: tuple[Case, ...]
    problems: tuple[Problem, ...]
    calibrating: frozenset[str]


def read_labelled(path: Path) -> Labelled:
    """All good rows, named by their line, and every problem. Raises OSError."""
    cases, problems, calibrating = [], [], set()
    for number, found in objects(path):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        try:
            raw = _checked(found)
        except BadLine as bad:
            problems.append(Problem(number, str(bad)))
            continue
        cases.append(_case(number, raw))
        if row_of(raw).in_calibration:
            calibrating.add(str(number))
    return Labelled(tuple(cases), tuple(problems), frozenset(calibrating))


def _case(number: int, raw: Mapping[str, Any]) -> Case:
    row = row_of(raw)
    return Case(
        name=str(number),
        text=row.text,
        surface=Surface(raw["surface"]),
        labels=row.labels,
        harmful=raw["labels"]["unsafe"] == 1 or any(row.labels.values()),
        benign=row.benign,
        likeness=None if raw["likeness"] is None else raw["likeness"] == 1,
        source=row.source,
        doubtful=doubtful(raw),
    )


def _checked(raw: Mapping[str, Any]) -> dict[str, Any]:
    """With what is optional filled in, labels too. Raises BadLine."""
    if missing := [name for name in REQUIRED if name not in raw]:
        raise BadLine(f"lacks {', '.join(missing)}")
    if unknown := sorted(set(raw) - {*REQUIRED, *OPTIONAL}):
        raise BadLine(f"unknown members: {', '.join(unknown)}")
    _check_text(raw["text"])
    if not isinstance(raw["surface"], str) or raw["surface"] not in SURFACES:
        raise BadLine("surface is none of a text")
    labels = raw["labels"]
    if not isinstance(labels, dict):
        raise BadLine("labels is no object")
    if unknown := sorted(set(labels) - NAMES):
        raise BadLine(f"unknown labels: {', '.join(unknown)}")
    for name, value in [*labels.items(), ("likeness", raw.get("likeness"))]:
        if not (value is None or (type(value) is int and value in (0, 1))):
            raise BadLine(f"{name} is neither 0 nor 1 nor null")
    if wrong := [name for name in ("source", "subset") if not isinstance(raw.get(name, ""), str)]:
        raise BadLine(f"{wrong[0]} is no text")
    return {**OPTIONAL, **raw, "labels": dict.fromkeys(NAMES) | labels}


def _check_text(text: Any) -> None:
    if not isinstance(text, str):
        raise BadLine("text is no text")
    if len(text) > MOST_CHARACTERS:
        raise BadLine(f"text is longer than {MOST_CHARACTERS} characters")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise BadLine("text holds half a character")
    if not text.strip() or is_invisible(text):
        raise BadLine("text is empty")
