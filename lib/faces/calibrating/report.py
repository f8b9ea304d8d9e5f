from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lib.faces.base import TemplateMark, Thresholds
from lib.faces.calibrating.counting import Outcome
from lib.faces.calibrating.folder import Skipped
from lib.faces.calibrating.proposing import as_setting, proposed
from lib.faces.calibrating.rates import Rate

NAMES = ("fmr", "fnmr", "fpir", "fnir")


@dataclass(frozen=True, slots=True)
class Report:
    mark: TemplateMark
    thresholds: Thresholds | None
    people: int
    pictures: int
    skipped: list[tuple[str, Skipped]]
    outcomes: Sequence[Outcome]

    def as_json(self) -> dict[str, Any]:
        return {
            "mark": asdict(self.mark),
            "thresholds": asdict(self.thresholds) if self.thresholds else None,
            "people": self.people,
            "pictures": self.pictures,
            "false_matches": as_setting(proposed(self.outcomes)),
            "skipped": [{"file": file, "why": why.value} for file, why in self.skipped],
            "outcomes": [
                {"threshold": one.threshold}
                | {name: _rate_json(getattr(one, name)) for name in NAMES}
                for one in self.outcomes
            ],
        }

    def as_text(self) -> str:
        return "\n".join([*self._head(), "", *self._table(), "", *self._foot()])

    def _head(self) -> list[str]:
        used = self.thresholds
        said = (
            f"match {used.match:.2f}, grey up to {used.grey:.2f} ({used.source})"
            if used
            else "none set: choose FACE_MATCH_AT and FACE_GREY_AT from the table"
        )
        return [
            f"{self.mark.kind} {self.mark.version}, {self.mark.dims} dimensions",
            f"{self.pictures} pictures of {self.people} people, {len(self.skipped)} skipped",
            f"Thresholds: {said}",
        ]

    def _table(self) -> list[str]:
        rows = [f"{'distance':>8}  " + "  ".join(f"{name.upper():^31}" for name in NAMES)]
        for one in self.outcomes:
            cells = "  ".join(f"{_cell(getattr(one, name)):<31}" for name in NAMES)
            rows.append(f"{one.threshold:>7.2f}{self._sign(one.threshold)}  {cells}".rstrip())
        return rows

    def _followed(self) -> str:
        return as_setting(proposed(self.outcomes)) or "(too few people here to say)"

    def _sign(self, threshold: float) -> str:
        if self.thresholds is None:
            return " "
        marks = {self.thresholds.match: "*", self.thresholds.grey: "~"}
        return marks.get(threshold, " ")

    def _foot(self) -> list[str]:
        return [
            "errors/trials rate [95 % interval by Wilson]; * match, ~ end of the grey band.",
            "Trials that share a person are not independent: the truth is wider. FPIR is of this "
            "gallery; it grows with the number of people.",
            f"So that the block line follows that number: FACE_FALSE_MATCHES={self._followed()}",
            *(f"skipped: {file}: {why.value}" for file, why in self.skipped),
        ]


def _rate_json(rate: Rate) -> dict[str, Any]:
    low, high = rate.interval or (None, None)
    return {"errors": rate.errors, "n": rate.n, "rate": rate.value, "low": low, "high": high}


def _cell(rate: Rate) -> str:
    if rate.value is None or rate.interval is None:
        return "no trial"
    low, high = rate.interval
    return f"{rate.errors}/{rate.n} {rate.value:.4f} [{low:.4f}, {high:.4f}]"
