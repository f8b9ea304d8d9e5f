"""What the render worker holds after each of many films."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.generation import card
from benchmarks.generation.asking import ask_in_turn, drawn_since, warmed
from benchmarks.generation.installation import Installation
from benchmarks.generation.steady import EACH
from benchmarks.generation.waiting import until

EDGE = 10  # films at either end that are compared


def memory(place: Installation, *, jobs: int) -> dict[str, Any]:
    card.take(place.card, 0.0)
    people = place.people(-(-jobs // EACH))
    warmed(place, people[0], "brief")
    since = ask_in_turn(people, "brief", jobs)
    held: list[tuple[float, int]] = []
    until(lambda: _noted(place, since, held) >= jobs, every=0.2)
    return {"jobs": jobs, **edges([mib for mib, _ in held], [files for _, files in held])}


def edges(mib: Sequence[float], files: Sequence[int]) -> dict[str, Any]:
    """Medians of the first and the last films; growth in MiB a film over all between."""
    first, last = statistics.median(mib[:EDGE]), statistics.median(mib[-EDGE:])
    return {
        "rss_mib_first": round(first, 1),
        "rss_mib_last": round(last, 1),
        "rss_mib_highest": round(max(mib), 1),
        "last_over_first": round(last / first, 3),
        "mib_a_film": round((last - first) / max(1, len(mib) - EDGE), 3),
        "files_first": statistics.median(files[:EDGE]),
        "files_last": statistics.median(files[-EDGE:]),
    }


def _noted(place: Installation, since: float, held: list[tuple[float, int]]) -> int:
    """One note for each film that was drawn since the last look."""
    done = drawn_since(place, since)
    if done > len(held):
        note = _held(place.stack.pids("worker-render"))
        held.extend([note] * (done - len(held)))
    return len(held)


def _held(pids: Sequence[int]) -> tuple[float, int]:
    """MiB and open files of the process that draws: the largest of them."""
    return max((_rss(pid), len(list(Path(f"/proc/{pid}/fd").iterdir()))) for pid in pids)


def _rss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
