"""Findings along a film: lanes of marks, in per cent of its length, for a template to draw."""

from collections.abc import Iterable
from dataclasses import dataclass

from moderation.admin.floor import worth_showing
from moderation.models import Finding
from moderation.policy.rows import Policy

NARROWEST = 0.6  # per cent of the width: a mark of one frame must still be seen


@dataclass(frozen=True, slots=True)
class Mark:
    """`left` and `width` in per cent of the lane; `score` 0..1."""

    left: float
    width: float
    score: float
    label: str

    @property
    def opacity(self) -> float:
        """The stronger, the darker."""
        return round(0.15 + 0.85 * self.score, 2)


@dataclass(frozen=True, slots=True)
class Lane:
    """What was found of one category on one surface, the strongest last."""

    surface: str
    category: str
    marks: tuple[Mark, ...]

    @property
    def told(self) -> str:
        """Its strongest score, in words that stand beside the bar."""
        strongest = f"{self.marks[-1].score:.2f}"
        return f"up to {strongest}" if len(self.marks) > 1 else strongest

    @property
    def title(self) -> str:
        """In words."""
        return f"{self.surface}, {self.category}".replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Timeline:
    """`ticks`: (per cent, seconds). Lanes with the strongest finding come first."""

    seconds: float
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, float], ...]


def timeline_of(
    findings: Iterable[Finding], *, policy: Policy | None, seconds: float = 0.0
) -> Timeline | None:
    """None where nothing that is worth showing has a place in time. `seconds`: the film's, if
    known."""
    strong = filter(worth_showing(policy), findings)
    timed = [one for one in strong if one.start_s is not None and one.end_s is not None]
    if not timed:
        return None
    seconds = max(*(one.end_s or 0.0 for one in timed), seconds, 1.0)
    lanes: dict[tuple[str, str], list[Finding]] = {}
    for one in sorted(timed, key=lambda found: -found.score):
        lanes.setdefault((one.surface, one.category), []).append(one)
    return Timeline(
        seconds=seconds,
        lanes=tuple(
            Lane(surface, category, tuple(_mark(one, seconds) for one in reversed(found)))
            for (surface, category), found in lanes.items()
        ),
        ticks=tuple(_ticks(seconds)),
    )


def _mark(finding: Finding, seconds: float) -> Mark:
    start, end = finding.start_s or 0.0, finding.end_s or 0.0
    width = max((end - start) / seconds * 100, NARROWEST)
    left = min(start / seconds * 100, 100 - width)
    found = finding.category.replace("_", " ")
    label = f"{found} {finding.score:.3f} by {finding.detector}, {start:.2f} to {end:.2f} s"
    return Mark(round(left, 2), round(width, 2), finding.score, label)


def _ticks(seconds: float) -> Iterable[tuple[float, float]]:
    """At most a dozen, at round numbers."""
    steps = (0.5, 1, 2, 5, 10, 30, 60, 300, 3600)
    step = next((one for one in steps if seconds / one <= 12), 86_400)
    count = int(seconds / step)
    for number in range(count + 1):
        yield round(number * step / seconds * 100, 2), number * step
