"""A queue that is full: what a job costs over the bare pipeline, and how busy the card is."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

from benchmarks.generation import card
from benchmarks.generation.asking import ask_in_turn, await_drawn, warmed
from benchmarks.generation.bare import bare
from benchmarks.generation.course import Call, Drawn, calls_in, drawn, gaps, share_busy, spread
from benchmarks.generation.installation import Installation

EACH = 5  # jobs that one person may have at a time


def steady(
    place: Installation, folder: Path, *, of_a_call: float, jobs: int, repeat: int
) -> dict[str, Any]:
    """`of_a_call`: seconds of the card; 0 draws on these cores, beside everything else."""
    card.take(place.card, of_a_call)
    people = place.people(-(-jobs // EACH))
    warmed(place, people[0], "film")
    floor = bare(folder, repeat)
    since = ask_in_turn(people, "film", jobs)
    await_drawn(place, since, jobs)
    attempts = [(row.started, row.ended or 0.0) for row in place.attempts(since, "render")]
    calls = [call for call in calls_in(place.calls()) if call.start >= since]
    return {
        "seconds_of_a_call": of_a_call,
        "jobs": jobs,
        "bare_seconds": spread(floor),
        **_figures(drawn(attempts, calls), calls, bare=statistics.median(floor)),
        "beside": beside(place, since, until=max(end for _, end in attempts)),
    }


def _figures(films: list[Drawn], calls: list[Call], *, bare: float) -> dict[str, Any]:
    """The first job fills the line and is left out; the card's share counts while one waits."""
    later = films[1:]
    start, end = films[0].first_call, films[-1].claimed
    stored = gaps([film.stored for film in films])
    begun = gaps([film.first_call for film in films])
    drawing = [call for call in calls if call.what == card.DRAWING]
    return {
        "stored_to_stored_over_bare": spread([gap / bare for gap in stored]),
        "begun_to_begun_over_bare": spread([gap / bare for gap in begun]),
        "whole_span_over_bare": round((films[-1].stored - films[0].stored) / len(later) / bare, 3),
        "claimed_to_first_call_s": spread([film.first_call - film.claimed for film in later]),
        "card_left_to_next_claim_s": spread(
            [late.claimed - early.last_call for early, late in zip(films, later, strict=False)]
        ),
        "card_left_to_stored_s": spread([film.stored - film.last_call for film in films]),
        "occupancy_drawing": round(share_busy(drawing, start=start, end=end), 3),
        "occupancy_drawing_or_decoding": round(share_busy(calls, start=start, end=end), 3),
    }


def beside(place: Installation, since: float, *, until: float) -> dict[str, Any]:
    """What the other workers did meanwhile, and where the jobs stood when the last was drawn."""
    found: dict[str, Any] = {"states": place.states(since)}
    for stage in ("inspect", "finish"):
        rows = [row for row in place.attempts(since, stage) if row.ended is not None]
        if rows:
            found[f"{stage}_s"] = spread([(row.ended or 0.0) - row.started for row in rows])
            found[f"{stage}_begun_while_drawing"] = sum(row.started < until for row in rows)
    return found
