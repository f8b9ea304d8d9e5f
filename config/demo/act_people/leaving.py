"""The way out that asks nothing."""

from config.demo.act_people.cast import limit, person
from config.demo.act_people.desk import id_of, key, row, staff
from config.demo.act_people.family import decided, linked, redeemed, shown_code
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World

CASES = "/admin/parental/safetycase/"


def _not_safe(world: World, broken: bool) -> Seen:
    teen, father = person(world, "teen"), person(world, "father")
    place = linked(world, "father")
    decided(world, "father", "likeness_used_by", "nobody")
    before = [limit(teen, "likeness_used_by")["value"], father.call("GET", place).json()]
    if broken:
        teen.call("DELETE", place)
    else:
        teen.call("POST", f"{place}/leave", {"reason": "not_safe"})
    decided_after = decided(world, "father", "discoverable_by", "teens_and_people_i_follow")
    later = decided(world, "father", "messages_from", "nobody")
    noted = {one.json().get("id") for one in (decided_after, later)}
    return {
        "the_teen_reads": teen.call("GET", place).json()["state"],
        "what_was_set": [before[0], limit(teen, "likeness_used_by")["value"]],
        "the_guardian_reads_as_before": father.call("GET", place).json() == before[1],
        "the_guardian_still_decides": [decided_after.status_code, later.json().get("state")],
        "which_reaches_nobody": [
            limit(teen, "messages_from")["value"],
            sorted(noted & _heard_of(world)),
        ],
        "a_new_code": code(redeemed(world, "father", shown_code(world))),
        "who_watches_over_the_teen": _guardians(world),
    }


def _heard_of(world: World) -> set[str]:
    """The changes that the teen's log speaks of."""
    events = person(world, "teen").call("GET", "/me/events?limit=100").json()["results"]
    return {event["data"].get("proposal", "") for event in events}


def _guardians(world: World) -> int:
    links = person(world, "teen").call("GET", "/family/links").json()["results"]
    fathers = person(world, "father").handle
    return sum(
        one["state"] == "active" and (one["guardian"] or {}).get("handle") == fathers
        for one in links
    )


def _case(world: World, broken: bool) -> Seen:
    teen, desk = id_of(person(world, "teen")), staff(world)
    first = row(world, CASES, teen)
    if not broken:
        desk.act(CASES, "take_chosen", key(first))
    taken = row(world, CASES, teen)
    desk.act(CASES, "close_supported", key(first))
    closed = row(world, f"{CASES}?state__exact=closed", teen)
    return {
        "says": "not_safe" in first or "Not Safe" in first,
        "names_both": id_of(person(world, "father")) in first,
        "taken_by_me": id_of(person(world, "moderator")) in taken,
        "closed": teen in closed,
    }


STEPS = [
    Step(
        "not_safe",
        "teen",
        "is not safe and leaves: it ends at once, the guardian reads all as it was, and what they "
        "do reaches nobody",
        {
            "the_teen_reads": "ended",
            "what_was_set": ["nobody", "approved_teens"],
            "the_guardian_reads_as_before": True,
            "the_guardian_still_decides": [200, "in_force"],
            "which_reaches_nobody": ["mutuals", []],
            "a_new_code": [400, "incorrect_code"],
            "who_watches_over_the_teen": 0,
        },
        _not_safe,
    ),
    Step(
        "safety_case",
        "moderator",
        "finds the case in the admin, takes it and says what came of it",
        {"says": True, "names_both": True, "taken_by_me": True, "closed": True},
        _case,
    ),
]
