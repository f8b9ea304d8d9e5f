"""Which models adults are offered."""

from typing import Any

from config.demo.act_engines.asking import SECONDS, SIZE
from config.demo.act_engines.cast import operator, person
from config.demo.act_engines.models import FARM
from config.demo.world import World

OFFERS = "/admin/generation/offer/"


def farm_offered(world: World) -> None:
    """To adults: a model elsewhere needs a row, and once there is one, so does each model of this
    house. Done once."""
    if "farm_offered" in world.facts:
        return
    here = listed(world, "maker")
    farm = {FARM: {"sizes": [SIZE], "seconds": [SECONDS]}}
    for name, row in (here | farm).items():
        operator(world).send(f"{OFFERS}add/", {
            "engine": name, "band": "adult", "sizes": row["sizes"],
            "seconds": [str(length) for length in row["seconds"]],
        })  # fmt: skip
    world.facts["farm_offered"] = True


def listed(world: World, who: str) -> dict[str, dict[str, Any]]:
    """What they may choose from, by name."""
    rows = person(world, who).call("GET", "/models").json()["results"]
    return {row["id"]: row for row in rows}
