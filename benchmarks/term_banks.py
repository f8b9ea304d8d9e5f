"""What an operator's banks cost: matching, building and memory, with 1,000 to 100,000 terms.

Microseconds depend on the machine; what can be compared are the ratios over a regular expression
with all terms and over one `in` for each, measured by turns in the same run.

    python -m benchmarks.term_banks --repeat 30
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.reporting import kept, machine, shown
from lib.text.readings import plain_reading, readings
from moderation.categories import Category, Surface
from moderation.detectors.lexicon.terms import Edges
from moderation.detectors.term_banks import BankSpec, CompiledBank, assess

RESULTS = Path(__file__).parent / "results" / "term_banks.json"
SIZES = (1_000, 10_000, 100_000)
TEXT = (
    "An old fisherman mends his net on a wooden pier while the sun rises over a calm bay. Gulls "
    "circle above the boats, and a small dog sleeps beside a coil of rope. The camera moves slowly "
    "past the nets towards the water, where the light breaks on the waves and a bell rings far off "
    "in the quiet harbour town."
)
SYLLABLES = "ba be bo da de do fa fe ga go ha ka ke ko la le lo ma mo na ne no pa ra re ro sa ta vo"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=30)
    parser.add_argument("--memory-of", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.memory_of is not None:
        sys.stdout.write(f"{_grown(args.memory_of)}\n")
        return
    rows = [_row(size, args.repeat) for size in SIZES]
    report = {"machine": machine("pyahocorasick"), "characters": len(TEXT), "rows": rows}
    kept(report, RESULTS)
    shown(rows)


def _row(size: int, repeat: int) -> dict[str, object]:
    terms = names(size)
    started = time.perf_counter()
    bank = compiled(terms)
    built = time.perf_counter() - started
    ways, folded = readings(TEXT), plain_reading(TEXT).text
    expression = re.compile(r"\b(?:" + "|".join(map(re.escape, terms)) + r")\b")
    works: dict[str, Callable[[], object]] = {
        "automaton": lambda: list(bank.hits(ways)),
        "readings and automaton": lambda: assess([bank], TEXT, surface=Surface.PROMPT),
        "regular expression": lambda: expression.search(folded),
        "in, term by term": lambda: [term for term in terms if term in folded],
    }
    seen = _measured(works, repeat if size < SIZES[-1] else max(3, repeat // 6))
    bare = statistics.median(seen["automaton"])
    return {
        "terms": size,
        "n": len(seen["automaton"]),
        "build_s": round(built, 3),
        "memory_mib": _memory(size),
        "us_median": {part: round(statistics.median(times), 1) for part, times in seen.items()},
        "times_automaton": {
            part: round(statistics.median(times) / bare, 1) for part, times in seen.items()
        },
    }


def _measured(works: dict[str, Callable[[], object]], repeat: int) -> dict[str, list[float]]:
    seen: dict[str, list[float]] = {part: [] for part in works}
    for turn in range(repeat + 1):
        for part, work in works.items():
            started = time.perf_counter()
            work()
            if turn:  # the first warms caches
                seen[part].append((time.perf_counter() - started) * 1e6)
    return seen


def names(size: int) -> list[str]:
    """Made-up names of two words, all different."""
    dice, parts = random.Random(7), SYLLABLES.split()  # noqa: S311 - no secret
    found: dict[str, None] = {}
    while len(found) < size:
        words = ("".join(dice.choices(parts, k=dice.randint(2, 4))) for _ in range(2))
        found[" ".join(words)] = None
    return list(found)


def compiled(terms: Sequence[str]) -> CompiledBank:
    spec = BankSpec("1", "1", Category.LIKENESS, 0.9, Edges.WORD, frozenset())
    return CompiledBank(spec, ((str(place), term) for place, term in enumerate(terms)), ())


def _memory(size: int) -> int:
    """Of a process of its own, so that nothing else is counted."""
    command = [sys.executable, "-m", "benchmarks.term_banks", "--memory-of", str(size)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _grown(size: int) -> int:
    """Mebibytes that this process holds more with the bank than without it."""
    terms = names(size)
    compiled(terms[:10])
    before = _held()
    bank = compiled(terms)
    assert len(bank) == size  # noqa: S101 - kept alive until here
    return round(_held() - before)


def _held() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
