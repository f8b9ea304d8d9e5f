"""Who plays: each arrives when a step first needs them."""

from typing import Any

from config.demo.cast import somebody
from config.demo.moderator import Moderator
from config.demo.person import Person
from config.demo.world import World

AGES = {
    "owner": 31,  # whose likeness it is
    "friend": 28,  # whom the owner approves
    "stranger": 29,
    "newcomer": 33,  # shows the owner's face as their own
    "swindler": 35,  # shows a picture of somebody who is not there
    "cheat": 35,  # the same, where a detector tells
    "moderator": 45,
}


def person(world: World, name: str) -> Person:
    """Somebody with an account."""
    return somebody(world, name, AGES)


def staff(world: World) -> Moderator:
    """The moderator at the admin, with a reason stated."""
    if "staff" not in world.facts:
        world.facts["staff"] = Moderator(world, person(world, "moderator"))
    found: Moderator = world.facts["staff"]
    return found


def cameo_of(who: Person) -> dict[str, Any]:
    """The one that they have, as their app shows it."""
    (only,) = who.call("GET", "/cameos").json()["results"]
    return dict(only)


def told(who: Person) -> list[str]:
    """The types of all events in their log."""
    events = who.call("GET", "/me/events?limit=100").json()["results"]
    return [event["type"] for event in events]


def leave(world: World) -> None:
    """Everybody deletes their account: no face is left for the next story to resemble."""
    for who in world.people.values():
        who.leave()
