"""Somebody's verified likeness, and a film of the maker's in which it is."""

from dataclasses import replace
from typing import Any

from config.demo.act_cameos import films, phone
from config.demo.act_cameos.asking import open_to
from config.demo.act_cameos.cast import cameo_of
from config.demo.act_cameos.stand_in import BONA_FIDE
from config.demo.act_cameos.takes import TURNS_MISSED
from config.demo.act_enforcement.cast import person, published
from config.demo.filming.films import honest
from config.demo.world import World

NEEDED = {"hide_first_by_cameo_owner", "overturn_restores_everywhere"}


def begin(world: World) -> dict[str, Any]:
    """The owner's recording is sent; no result is shown within the first minute."""
    if "enrolment" not in world.facts:
        owner, folder = person(world, "owner"), world.output / "films"
        folder.mkdir(exist_ok=True)
        begun = phone.begin(owner)
        film = replace(honest(phone.challenge_in(begun)), border=BONA_FIDE)
        phone.send(owner, begun, film, folder / "owner.mp4")
        world.facts["enrolment"] = begun
    return dict(world.facts["enrolment"])


def cameo(world: World) -> str:
    """The id of the owner's, which everybody may use."""
    if "cameo" not in world.facts:
        ended = phone.result(person(world, "owner"), begin(world)["id"])
        if not TURNS_MISSED.isdisjoint(one["code"] for one in ended["problems"]):
            del world.facts["enrolment"]  # once more, as people do
            phone.result(person(world, "owner"), begin(world)["id"])
        open_to(world, "owner", "everyone")
        world.facts["cameo"] = cameo_of(person(world, "owner"))["id"]
    return str(world.facts["cameo"])


def shown_in(world: World) -> str:
    """The id of the post with it."""
    if "likeness" not in world.facts:
        cameo(world)
        answer = films.submitted(world, "maker", "likeness")
        answer.raise_for_status()
        world.facts["likeness"] = published(world, answer.json()["id"])
    return str(world.facts["likeness"])
