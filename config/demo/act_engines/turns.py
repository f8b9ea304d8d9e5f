"""Whose turn it is, and who may stop them all."""

import re
import time

from config.demo.act_engines.asking import (
    asked,
    attempts,
    begun,
    cancel,
    outcome,
    state,
    until,
)
from config.demo.act_engines.cast import operator
from config.demo.act_engines.models import SLOW
from config.demo.cast import code
from config.demo.patience import BRIEF, PATIENCE
from config.demo.story import Seen, Step
from config.demo.world import World
from generation.limits import LIVE_JOBS

SWITCHES = "/admin/generation/stopswitch/"
ROW = re.compile(rf"{SWITCHES}(\d+)/change/")
STARTED = 1  # of 100: it is being drawn


def _fair(world: World, broken: bool) -> Seen:
    crowd = [begun(world, "crowd", f"crowd-{n}", model=SLOW) for n in range(LIVE_JOBS - broken)]
    until(world, "crowd", crowd[0], progress=STARTED)
    late = "crowd" if broken else "other"  # who asks for one more of one's own comes last
    one = begun(world, late, "late", model=SLOW)
    _next_begins(world, crowd[1:], late, one)
    seen = {
        "the_late_one_is_drawn": state(world, late, one)["progress"] >= STARTED,
        "others_still_wait": not any(state(world, "crowd", job)["progress"] for job in crowd[1:]),
    }
    cancel(world, late, one)
    cancel(world, "crowd", *crowd)
    for job in crowd:
        until(world, "crowd", job)
    return seen


def _next_begins(world: World, crowd: list[str], late: str, one: str) -> None:
    """Waits until any of those who wait is drawn."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        waits = [(late, one), *(("crowd", job) for job in crowd)]
        if any(state(world, who, job)["progress"] >= STARTED for who, job in waits):
            return
        time.sleep(0.2)


def _switch(world: World, broken: bool) -> Seen:
    job = begun(world, "maker", "halted", model=SLOW)
    until(world, "maker", job, progress=STARTED)
    staff = operator(world)
    form = {"engine": SLOW, "reason": "A fault in its films."}
    staff.send(f"{SWITCHES}add/", form if broken else {**form, "halts": "on"})
    patience = BRIEF if broken else PATIENCE
    back = attempts(world, job, until=lambda ends: "released" in ends, seconds=patience)
    refused = asked(world, "maker", "while-halted", model=SLOW)
    others = asked(world, "maker", "another-model")
    for row in sorted(set(ROW.findall(staff.page(SWITCHES).text))):
        staff.send(f"{SWITCHES}{row}/delete/", {"post": "yes"})
    on = attempts(world, job, until=lambda ends: len(ends) > 1, seconds=patience)
    again = asked(world, "maker", "released", model=SLOW)
    cancel(world, "maker", job, *(one.json()["id"] for one in (others, again) if one.is_success))
    return {
        "what_is_drawn_goes_back": back[:1],
        "new": code(refused),
        "of_another_model": others.status_code,
        "released": [len(on), again.status_code],
        "ends": outcome(until(world, "maker", job)),
    }


STORY = [
    Step(
        "fair_turns",
        "other",
        f"asks for one film after somebody asked for {LIVE_JOBS}, and is drawn second",
        {
            "the_late_one_is_drawn": True,
            "others_still_wait": True,
        },
        _fair,
    ),
    Step(
        "kill_switch",
        "operator",
        "halts a model: what it draws goes back to its place and nothing new is taken on; released "
        "it goes on",
        {
            "what_is_drawn_goes_back": ["released"],
            "new": [503, "temporarily_disabled"],
            "of_another_model": 202,
            "released": [2, 202],
            "ends": ["cancelled", None],
        },
        _switch,
    ),
]
