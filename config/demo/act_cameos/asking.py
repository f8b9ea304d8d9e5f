"""May this person use this likeness for this prompt? Asked as an app asks before it submits."""

from typing import Any

from config.demo.act_cameos.cast import cameo_of, person
from config.demo.person import Person
from config.demo.world import World

SCENE = "@{handle} stands on a green hill under a blue sky and waves."


def prompt_with(owner: Person, scene: str = SCENE) -> str:
    """A scene in which the owner is mentioned, as whoever is shown must be."""
    return scene.format(handle=owner.handle)


def subject(world: World, who: str, whose: str) -> str:
    """Under what `who` names the likeness of whoever is mentioned."""
    asks, shown = person(world, who), person(world, whose)
    return str(asks.call("GET", f"/people/{shown.handle}/cameo").json()["cameo"])


def asked(world: World, who: str, whose: str = "owner", scene: str = SCENE) -> dict[str, Any]:
    """The whole answer of the preflight."""
    owner = person(world, whose)
    body = {"subjects": [subject(world, who, whose)], "prompt": prompt_with(owner, scene)}
    return dict(person(world, who).call("POST", "/cameos/check", body).json())


def answer(world: World, who: str, whose: str = "owner", scene: str = SCENE) -> str:
    """`ok`, `not_available` or `not_for_this_prompt`."""
    found = asked(world, who, whose, scene)
    return str(found.get("answer") or found)


def open_to(world: World, whose: str, level: str) -> dict[str, Any]:
    """The owner says who may use it without being approved."""
    owner = person(world, whose)
    place = f"/cameos/{cameo_of(owner)['id']}/permission"
    etag = owner.call("GET", place).headers["ETag"]
    return dict(owner.call("PATCH", place, {"level": level}, etag=etag).json())
