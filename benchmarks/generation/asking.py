"""Jobs, asked for as an app does."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.generation.installation import Installation
from benchmarks.generation.models import SECONDS, SIZE
from benchmarks.generation.waiting import until
from config.demo.person import Person

PROMPTS = (
    "a red ball bounces over green grass",
    "a small boat on the sea at sunset",
    "three balloons rise over a field",
    "a windmill in the mountains",
    "a blue kite above a quiet beach",
)
OVER = {"completed", "failed", "refused", "cancelled", "held"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Times are seconds since 1970."""

    job: str
    sent: float
    answered: float


def ask(person: Person, engine: str, number: int) -> Asked:
    """Raises RuntimeError where it was not taken on."""
    wish = {
        "prompt": PROMPTS[number % len(PROMPTS)], "size": SIZE, "seconds": SECONDS,
        "model": engine,
    }  # fmt: skip
    sent = time.time()
    answer = person.call("POST", "/generations", wish, key=f"{person.device}-{sent}")
    answered = time.time()
    if answer.status_code not in (201, 202):
        raise RuntimeError(f"HTTP {answer.status_code}: {answer.text[:200]}")
    return Asked(answer.json()["id"], sent, answered)


def ask_in_turn(people: Sequence[Person], engine: str, count: int) -> float:
    """Everybody one after the other; gives the moment before the first."""
    before = time.time()
    for number in range(count):
        ask(people[number % len(people)], engine, number)
    return before


def drawn_since(place: Installation, since: float) -> int:
    rows = place.attempts(since, "render")
    return sum(row.outcome == "succeeded" for row in rows)


def await_drawn(place: Installation, since: float, count: int) -> None:
    until(lambda: drawn_since(place, since) >= count)


def await_over(place: Installation, since: float) -> None:
    """Drawn, inspected and finished."""
    until(lambda: set(place.states(since)) <= OVER)


def warmed(place: Installation, person: Person, engine: str) -> None:
    """One film that nobody counts: it loads the model, and whatever else is loaded once."""
    before = time.time()
    ask(person, engine, 0)
    await_over(place, before)
