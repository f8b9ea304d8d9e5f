"""Who plays: each arrives when a step first needs them."""

from typing import Any

from config.demo.act1.people import arrive
from config.demo.moderator import Moderator
from config.demo.person import Person
from config.demo.world import World

AGES = {"maker": 30, "teen": 15, "crowd": 27, "other": 33, "operator": 45, "owner": 31}
APPOINT = "from config.demo.act_engines.planting import appoint; appoint({!r})"


def person(world: World, name: str) -> Person:
    """Somebody with an account."""
    if name not in world.people:
        arrived = arrive(world, name, age=AGES[name])
        if arrived.get("verified") != 200:
            raise LookupError(f"{name} could not sign up: {arrived}")
    return world.person(name)


def operator(world: World) -> Moderator:
    """At the admin, with a reason stated; may set offers and use stop switches."""
    if "operator" not in world.facts:
        someone = person(world, "operator")
        staff = Moderator(world, someone)
        world.stack.manage("shell", "-c", APPOINT.format(someone.email))
        world.facts["operator"] = staff
    found: Moderator = world.facts["operator"]
    return found


def code(answer: Any) -> list[Any]:
    """Status and code of a refusal; no code where it is none."""
    errors = answer.json().get("errors")
    return [answer.status_code, errors[0]["code"] if errors else None]
