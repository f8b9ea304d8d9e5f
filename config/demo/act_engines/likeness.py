"""A likeness goes to somebody else's computers only by its owner's word about just these."""

import time
from dataclasses import replace
from typing import Any

from config.demo.act_cameos import phone
from config.demo.act_cameos.asking import SCENE, prompt_with, subject
from config.demo.act_cameos.cast import cameo_of
from config.demo.act_cameos.films import faces_in
from config.demo.act_cameos.stand_in import BONA_FIDE
from config.demo.act_engines.asking import asked, fetched, outcome, until
from config.demo.act_engines.cast import person
from config.demo.act_engines.models import FARM, PROCESSOR
from config.demo.act_engines.offering import farm_offered
from config.demo.act_engines.remote import farm_of
from config.demo.cast import code
from config.demo.filming.films import honest
from config.demo.patience import PATIENCE
from config.demo.story import Seen, Step
from config.demo.world import World

ID = "remote_likeness"
FOR_EVER = 1_000_000  # looks until a video is done


def enrol_early(world: World) -> None:
    """A result comes after a minute at the earliest: whoever needs one later begins now."""
    if ID in world.playing and "enrolment" not in world.facts:
        owner = person(world, "owner")
        begun = phone.begin(owner)
        film = replace(honest(phone.challenge_in(begun)), border=BONA_FIDE)
        phone.send(owner, begun, film, world.stack.home / "act" / "owner.mp4")
        world.facts["enrolment"] = begun["id"]


def _likeness(world: World, broken: bool) -> Seen:
    farm_offered(world)
    enrol_early(world)
    owner, farm = person(world, "owner"), farm_of(world)
    phone.result(owner, world.facts["enrolment"])
    place = f"/cameos/{cameo_of(owner)['id']}/processors"
    before, handed = _asks(world, "before"), len(_pictures(world))
    (listed,) = owner.call("GET", place).json()["results"]
    if not broken:
        owner.call("PUT", f"{place}/{listed['key']}", {"text_hash": listed["text_hash"]})
    answer = _asks(world, "agreed")
    film = until(world, "owner", answer.json()["id"]) if answer.is_success else {}
    sent = len(_pictures(world)) - handed
    seen = {
        "without_a_word": [*code(before), handed],
        "read": {name: listed[name] for name in ("name", "region", "retention")},
        "with_it": [*outcome(film), sent],
        "faces": faces_in(fetched(world, "owner", film, "remote-likeness")) if film else None,
    }
    farm.looks = FOR_EVER
    running = _asks(world, "running")
    _await_there(world) if running.is_success else None
    owner.call("DELETE", f"{place}/{listed['key']}")
    ended = until(world, "owner", running.json()["id"]) if running.is_success else {}
    farm.looks = type(farm).looks
    return {
        **seen,
        "taken_back": outcome(ended),
        "afterwards": code(_asks(world, "afterwards")),
        "handle_went_there": any(owner.handle in f"{one.raw!r}" for one in farm.asked),
    }


def _asks(world: World, key: str) -> Any:
    """The owner asks for a film of themselves."""
    prompt = prompt_with(person(world, "owner"), SCENE)
    subjects = [subject(world, "owner", "owner")]
    return asked(world, "owner", f"likeness-{key}", model=FARM, prompt=prompt, subjects=subjects)


def _pictures(world: World) -> list[Any]:
    """All that ever arrived there."""
    return [file for one in farm_of(world).of("create") for file in one.files]


def _await_there(world: World) -> None:
    """Until the vendor has it."""
    deadline = time.monotonic() + PATIENCE
    while not farm_of(world).jobs and time.monotonic() < deadline:
        time.sleep(0.1)


STORY = [
    Step(
        ID,
        "owner",
        "reads who the vendor is: without a word of theirs no picture goes there, with it one "
        "does, and taken back it ends what is drawn",
        {
            "without_a_word": [403, "not_available", 0],
            "read": PROCESSOR,
            "with_it": ["completed", None, 1],
            "faces": [1, 1, 1, 1],
            "taken_back": ["cancelled", "consent_ended"],
            "afterwards": [403, "not_available"],
            "handle_went_there": False,
        },
        _likeness,
    ),
]
