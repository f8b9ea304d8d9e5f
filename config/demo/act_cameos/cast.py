"""Who plays: each arrives when a step first needs them."""

from typing import Any

from config.demo.act1.people import arrive
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
    if name not in world.people:
        arrived = arrive(world, name, age=AGES[name])
        if arrived.get("verified") != 200:
            raise LookupError(f"{name} could not sign up: {arrived}")
    return world.person(name)


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


def code(answer: Any) -> list[Any]:
    """Status and code of a refusal; no code where it is none."""
    errors = answer.json().get("errors")
    return [answer.status_code, errors[0]["code"] if errors else None]


def leave(world: World) -> None:
    """Everybody deletes their account: no face is left for the next story to resemble."""
    for who in world.people.values():
        who.call("DELETE", "/me", {"password": who.password})
