"""Who plays: each arrives when a step first needs them."""

from config.demo.cast import somebody
from config.demo.moderator import Moderator
from config.demo.person import Person
from config.demo.world import World

AGES = {
    "maker": 30,
    "teen": 15,
    "crowd": 27,
    "other": 33,
    "unlucky": 29,
    "operator": 45,
    "owner": 31,
}
APPOINT = "from config.demo.act_engines.planting import appoint; appoint({!r})"


def person(world: World, name: str) -> Person:
    """Somebody with an account."""
    return somebody(world, name, AGES)


def operator(world: World) -> Moderator:
    """At the admin, with a reason stated; may set offers and use stop switches."""
    if "operator" not in world.facts:
        someone = person(world, "operator")
        staff = Moderator(world, someone)
        world.stack.manage("shell", "-c", APPOINT.format(someone.email))
        world.facts["operator"] = staff
    found: Moderator = world.facts["operator"]
    return found
