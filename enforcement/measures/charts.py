"""Measures as charts and tables of the admin: bars for the eye, the same numbers below them.

A chart is what `unfold/components/chart/bar.html` draws: labels, and a series of bars for each
number, as JSON."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.timesince import timesince

from accounts.admin.sections.shown import Table
from enforcement.actions.names import ActionName
from enforcement.actions.registry import action_of
from enforcement.ladder import THRESHOLDS
from enforcement.measures.backlog import Waiting
from enforcement.measures.overturning import By
from enforcement.measures.scope import SMALLEST, Share
from enforcement.measures.strikes import Climbed
from enforcement.measures.timing import Timing
from enforcement.pseudonyms import pseudonym_of_label
from enforcement.reasons import REASONS

HOUR = timedelta(hours=1)
Named = Callable[[str], str]
BLUE, RED = "var(--color-primary-600)", "#dc2626"
UNTOLD = f"of fewer than {SMALLEST}"
FEW = f"fewer than {SMALLEST}"


@dataclass(frozen=True, slots=True)
class Chart:
    """`data`: JSON of the bars, empty where there are none; `table`: the same in numbers."""

    title: str
    about: str
    data: str
    table: Table


def waiting_chart(found: list[Waiting]) -> Chart:
    """What waits in each queue, and how much of it is late."""
    return Chart(
        "What waits",
        "Undecided cases by queue; red: past their clock.",
        _bars(
            [one.queue.label for one in found],
            ("in time", BLUE, [one.cases - one.late for one in found]),
            ("late", RED, [one.late for one in found]),
            stacked=True,
        )
        if any(one.cases for one in found)
        else "",
        Table(
            "",
            ("queue", "cases", "late", "oldest", "half wait longer than"),
            tuple(
                (one.queue.label, one.cases, one.late, span(one.oldest), span(one.median))
                for one in found
            ),
        ),
    )


def timing_chart(found: list[Timing]) -> Chart:
    """From a report to the decision."""
    told = [one for one in found if one.median is not None and one.ninth is not None]
    return Chart(
        "From report to decision",
        "Hours until half of the cases were decided, and until nine of ten were.",
        _bars(
            [f"{one.queue.label}, {one.band.value}" for one in told],
            ("half", BLUE, [hours(one.median) for one in told]),
            ("nine of ten", "#93c5fd", [hours(one.ninth) for one in told]),
        )
        if told
        else "",
        Table(
            "",
            ("queue", "severity", "decided", "late", "half within", "nine of ten within"),
            tuple(
                (
                    *(one.queue.label, one.band.label, one.decided, one.late),
                    *(UNTOLD if s is None else span(s) for s in (one.median, one.ninth)),
                )
                for one in found
            ),
            empty="Nothing was decided.",
        ),
    )


def overturned_chart(by: By, found: list[Share]) -> Chart:
    """How much did not stand, by one of the groups."""
    about = "Decisions whose place another took that found the opposite, in per cent."
    return _shares(f"Overturned, by {by.value}", about, found, by.value, "overturned", _NAMES[by])


def ladder_chart(found: list[Climbed]) -> Chart:
    """How far people climbed."""
    names = [_points(one.least, two) for one, two in zip(found, [*found[1:], None], strict=True)]
    told = [(name, one.people) for name, one in zip(names, found, strict=True) if one.people]
    return Chart(
        "Strikes",
        "People with strikes that count, by their points. The last steps are those at which "
        "something happens by itself.",
        _bars([name for name, _ in told], ("people", BLUE, [people for _, people in told]))
        if told
        else "",
        Table(
            "",
            ("points", "people", "what follows"),
            tuple(
                (name, FEW if one.people is None else one.people, _follows(one.least))
                for name, one in zip(names, found, strict=True)
            ),
        ),
    )


def _points(least: int, following: Climbed | None) -> str:
    if following is None:
        return f"{least} and more"
    last = following.least - 1
    return str(least) if last == least else f"{least} to {last}"


def _follows(least: int) -> str:
    for step in THRESHOLDS:
        if step.points == least:
            return f"{action_of(step.action).title}, {step.span.days} days"
    return "-"


def accuracy_chart(title: str, head: str, found: list[Share]) -> Chart:
    """How much of what was reported was right."""
    about = "Answered reports of what was found to break a rule, in per cent."
    return _shares(title, about, found, head, "right", _reason)


def _shares(  # noqa: PLR0917 - what a chart says, in order
    title: str, about: str, found: list[Share], head: str, part: str, name: Named
) -> Chart:
    told = [one for one in found if one.rate is not None]
    return Chart(
        title,
        about,
        _bars(
            [name(one.name) for one in told],
            (f"{part}, %", BLUE, [round(100 * (one.rate or 0), 1) for one in told]),
        )
        if told
        else "",
        Table(
            "",
            (head, part, "of", "share"),
            tuple(
                (name(one.name), one.part, one.whole, f"{one.rate:.1%}")
                if one.rate is not None
                else (name(one.name), UNTOLD, UNTOLD, "-")
                for one in found
            ),
            empty="Nothing to count.",
        ),
    )


def _action(name: str) -> str:
    return str(action_of(ActionName(name)).title)


def _reason(code: str) -> str:
    return REASONS[code].label if code in REASONS else code


def _detector(name: str) -> str:
    return _DETECTORS.get(name) or name.replace("_", " ").replace("-", " ")


def _same(name: str) -> str:
    return name.replace("_", " ")


# Of those whose names do not say what they look at.
_DETECTORS = {
    "copies": "near copies of what was removed",
    "file_bank": "bank of file hashes",
    "hash_bank": "bank of picture hashes",
    "minilm": "model of texts (minilm)",
    "nudenet": "model of nudity (nudenet)",
    "rescan": "words looked at again",
}
_NAMES = {
    By.ACTION: _action,
    By.POLICY: _reason,
    By.DETECTOR: _detector,
    By.AUTOMATION: _same,
    By.REVIEWER: pseudonym_of_label,
}


def _bars(labels: list[str], *series: tuple[str, str, list[float]], stacked: bool = False) -> str:
    sets = [
        {
            "label": label,
            "data": values,
            "backgroundColor": colour,
            "displayYAxis": True,
            "grouped": True,
            "maxBarThickness": 24,
            # Round corners would show the colour of what lies above, even where that is nothing.
            **({"stack": "all", "borderRadius": 0} if stacked else {}),
        }
        for label, colour, values in series
    ]
    return json.dumps({"labels": labels, "datasets": sets})


def hours(time: timedelta | None) -> float:
    """To a tenth."""
    return round((time or timedelta()) / HOUR, 1)


def span(time: timedelta | None) -> str:
    """In the two units that fit."""
    if time is None:
        return "-"
    now = timezone.now()
    return timesince(now - time, now, depth=2).replace("\xa0", " ")
