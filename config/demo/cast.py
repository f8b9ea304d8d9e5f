"""What casts of all acts share."""

from collections.abc import Mapping
from typing import Any

from config.demo.act1.people import arrive
from config.demo.person import Person
from config.demo.world import World


def somebody(world: World, name: str, ages: Mapping[str, int]) -> Person:
    """With an account, who arrives when a step first needs them. Raises LookupError where they
    cannot sign up."""
    if name not in world.people:
        arrived = arrive(world, name, age=ages[name])
        if arrived.get("verified") != 200:
            raise LookupError(f"{name} could not sign up: {arrived}")
    return world.person(name)


def code(answer: Any) -> list[Any]:
    """Status and code of a refusal; no code where it is none."""
    errors = answer.json().get("errors")
    return [answer.status_code, errors[0]["code"] if errors else None]
