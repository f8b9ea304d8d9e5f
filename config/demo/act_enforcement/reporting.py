"""Reports: one case for a thing, whoever and however many say so."""

from config.demo.act_enforcement.cast import (
    CROWD,
    FRESH,
    at_the_desk,
    crowd,
    id_of,
    is_seen,
    person,
    post,
    report,
)
from config.demo.act_enforcement.likeness import NEEDED, begin
from config.demo.act_enforcement.office import case_of, decide, staff
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World


def _reported(world: World, broken: bool) -> Seen:
    if world.playing & NEEDED:
        begin(world)  # what it finds takes a minute
    what = post(world, "report")
    answer = report(world, "stranger", what, "no_such_reason" if broken else "harassment_targeted")
    again = report(world, "stranger", what)
    own = report(world, "maker", what)
    mine = person(world, "stranger").call("GET", "/me/reports").json()["results"]
    return {
        "answer": answer.status_code,
        "receipt": [[one["state"], one["outcome"]] for one in mine],
        "again": code(again),
        "ones_own": code(own),
        "still_there": is_seen(world, "stranger", what),
    }


def _joined(world: World, broken: bool) -> Seen:
    what = post(world, "second_report_joins")
    report(world, "stranger", what)
    second = (
        report(world, "friend", id_of(world, "maker"))
        if broken
        else report(world, "friend", what, "violence_graphic")
    )
    return {"second": second.status_code, "of_it": at_the_desk(world, "cases", what)}


def _brigade(world: World, broken: bool) -> Seen:
    what = post(world, "brigade_hides_nothing")
    crowd(world)
    taken = [report(world, one, what).status_code for one in FRESH]
    if broken:
        moderator = staff(world, "moderator")
        decide(moderator, case_of(moderator, what), do_remove_post="on")
    found = at_the_desk(world, "cases", what)
    return {
        "taken": sorted(set(taken)),
        "cases": found["cases"],
        "people": found["people"],
        "hidden": not is_seen(world, "stranger", what),
        "its_maker": person(world, "maker").call("GET", "/me").status_code,
        "its_maker_was_told": len(
            person(world, "maker").call("GET", "/me/decisions").json()["results"]
        ),
    }


STEPS = [
    Step(
        "report",
        "stranger",
        "reports a video and has a receipt; once, and never one's own",
        {
            "answer": 201,
            "receipt": [["received", None]],
            "again": [409, "already_reported"],
            "ones_own": [403, "not_allowed_for_self"],
            "still_there": True,
        },
        _reported,
    ),
    Step(
        "second_report_joins",
        "friend",
        "reports it for a graver reason: one case, two people",
        {
            "second": 201,
            "of_it": {
                "cases": 1,
                "reports": 2,
                "people": 2,
                "reasons": ["harassment_targeted", "violence_graphic"],
            },
        },
        _joined,
    ),
    Step(
        "brigade_hides_nothing",
        "crowd",
        f"{CROWD} fresh accounts report a video: one case, and nothing is hidden by it",
        {
            "taken": [201],
            "cases": 1,
            "people": CROWD,
            "hidden": False,
            "its_maker": 200,
            "its_maker_was_told": 0,
        },
        _brigade,
    ),
]
