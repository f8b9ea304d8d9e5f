"""The labelled rows: which of them teach what. The rows stay outside the repository."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from moderation.categories import Category

# Which labels of the data make up a category of ours; any of them suffices.
LABELS: Mapping[Category, tuple[str, ...]] = {
    Category.SEXUAL: ("sexual",),
    Category.SELF_HARM: ("self_harm",),
    Category.VIOLENCE: ("violence", "shocking"),
    Category.POLITICAL: ("political",),
    Category.HATE: ("hate",),
    Category.HARASSMENT: ("harassment",),
    Category.ILLICIT: ("illegal",),
    Category.DECEPTION: ("deception",),
}
CATEGORIES = tuple(LABELS)


# Subsets of plain speech: talk, also rude or about insults, that people found harmless in what they
# were asked. Not here: davidson's offensive rows.
SPEECH = (("davidson", "neither"), ("hatecheck", ""), ("toxigen_demos", ""))


@dataclass(frozen=True, slots=True)
class Row:
    """One text; `labels` lacks the categories for which nobody annotated it."""

    text: str
    source: str
    subset: str
    licence: str
    labels: Mapping[Category, bool]
    benign: bool  # annotated as harmless in every category that anybody looked at
    unsafe: bool | None = None  # harmful in any way, also in ways that none of our categories names
    likeness: bool | None = None  # whether a real person is named

    @property
    def is_speech(self) -> bool:
        """Plain speech without harm in anything that anybody looked at."""
        calm = bool(self.labels) and not any(self.labels.values()) and not self.benign
        return calm and any(
            self.source == source and self.subset.startswith(subset) for source, subset in SPEECH
        )

    @property
    def in_calibration(self) -> bool:
        """Half of the dev rows set the operating point, the others measure it."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 0


def read_rows(path: Path) -> list[Row]:
    """The usable rows of a gzipped file of JSON lines, in its order, each text once."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [_row(json.loads(line)) for line in file]
    return list({row.text: row for row in rows if row is not None}.values())


def doubtful(raw: Mapping[str, Any]) -> bool:
    """Its category labels often do not match the text (as lessons they cost 20 points of recall)"""
    return bool(raw["source"] == "coprov2" and raw["subset"].startswith("unsafe"))


def _row(raw: Mapping[str, Any]) -> Row | None:
    return None if doubtful(raw) else row_of(raw)


def row_of(raw: Mapping[str, Any]) -> Row:
    """As it is used, whatever it is worth."""
    labels = _labels(raw["labels"])
    unsafe = raw["labels"]["unsafe"]
    benign = unsafe == 0 and not any(labels.values())
    return Row(
        text=raw["text"],
        source=raw["source"],
        subset=raw["subset"],
        licence=raw["licence"],
        labels=labels,
        benign=benign,
        unsafe=None if unsafe is None else unsafe == 1,
        likeness=None if raw["likeness"] is None else raw["likeness"] == 1,
    )


def _labels(raw: Mapping[str, int | None]) -> dict[Category, bool]:
    """Null is "nobody looked": never counted, neither as harmful nor as harmless."""
    labels = {}
    for category, names in LABELS.items():
        values = [raw[name] for name in names]
        if 1 in values:
            labels[category] = True
        elif 0 in values:
            labels[category] = False
    return labels


def sources(rows: Sequence[Row]) -> list[tuple[str, str, int]]:
    """(source, licence, rows) for the attribution, sorted."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        counts[row.source, row.licence] = counts.get((row.source, row.licence), 0) + 1
    return [(*key, number) for key, number in sorted(counts.items())]
