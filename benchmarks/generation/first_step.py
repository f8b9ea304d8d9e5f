"""From an answered wish to the first call of the model, where nobody else waits.

Each film is cancelled once it was begun: the next wish comes to a worker that is idle and warm, and
to processors that inspect nothing.
"""

from __future__ import annotations

import random
import time
from typing import Any

from benchmarks.generation import card
from benchmarks.generation.asking import ask, await_over, warmed
from benchmarks.generation.course import Call, calls_in, spread
from benchmarks.generation.installation import Installation
from benchmarks.generation.waiting import until
from config.demo.person import Person

# Of rests between two wishes: longer than any poll of a queue, so that every moment of it is met.
LONGEST_REST_S = 1.0
OF_A_CALL_S = 0.2  # time enough to cancel a film of twenty


def first_step(place: Installation, *, repeat: int) -> dict[str, Any]:
    card.take(place.card, OF_A_CALL_S)
    person = place.people(1)[0]
    warmed(place, person, "film")
    chance = random.Random(1)  # noqa: S311 - when a wish comes is no secret
    seen = [_one(place, person, number, chance.random()) for number in range(repeat)]
    names = ("answered_to_first_call_s", "screened_and_taken_on_s", "ticket_and_claim_s", "start_s")
    return {name: spread([one[name] for one in seen]) for name in names}


def _one(place: Installation, person: Person, number: int, rest: float) -> dict[str, float]:
    time.sleep(rest * LONGEST_REST_S)
    asked = ask(person, "film", number)
    first = _first_call(place, asked.sent)
    person.call("POST", f"/generations/{asked.job}/cancel")
    await_over(place, asked.sent)
    claimed = place.attempts(asked.sent, "render")[0].started
    return {
        "answered_to_first_call_s": first.start - asked.answered,
        "screened_and_taken_on_s": asked.answered - asked.sent,
        "ticket_and_claim_s": claimed - asked.answered,
        "start_s": first.start - claimed,
    }


def _first_call(place: Installation, since: float) -> Call:
    found: list[Call] = []

    def is_there() -> bool:
        found.extend(call for call in calls_in(place.calls()) if call.start >= since)
        return bool(found)

    until(is_there, every=0.05)
    return found[0]
