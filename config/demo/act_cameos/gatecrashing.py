"""A film that shows somebody who lent it nothing."""

import json
from pathlib import Path
from typing import Any

from PIL import Image

from config.demo.act_cameos.cast import person
from config.demo.act_cameos.films import made, outcome, submitted
from config.demo.filming.portrait import portrait
from config.demo.story import Seen, Step
from config.demo.world import World
from generation.engines.gatecrasher.engine import PICTURE

HEAD = (42, 16, 246, 220)  # of the portrait: its face in the middle, as in a reference picture


def _look_alike(world: World, broken: bool) -> Seen:
    swindler = person(world, "swindler")
    _uninvited(world.stack.home / PICTURE)
    model = "sketch" if broken else "gatecrasher"
    job = made(
        world, "swindler", submitted(world, "swindler", "look", whose="swindler", model=model)
    )
    error = job.get("error") or {}
    return {
        "film": outcome(job),
        "refused_at": [error.get("stage"), error.get("category")],
        "names_nobody": person(world, "owner").handle not in json.dumps(job),
        "drafts": _drafts(swindler),
        "owner_found_by": _found(world, job["id"]),
    }


def _uninvited(picture: Path) -> None:
    """The owner's face, where the engine that misbehaves takes it from."""
    picture.parent.mkdir(exist_ok=True)
    Image.fromarray(portrait()).crop(HEAD).resize((480, 480)).save(picture)


def _drafts(who: Any) -> int:
    return len(who.call("GET", "/drafts").json()["results"])


def _found(world: World, job: str) -> list[str]:
    scans = json.loads(world.stack.manage("explain_scan", job))[job]
    found = [one["findings"] for one in scans if one["stage"] == "likeness"]
    return sorted(
        {f"{one['detector']}: {one['category']}" for findings in found for one in findings}
    )


STEPS = [
    Step(
        "look_alike_blocked_in_output",
        "swindler",
        "may use the likeness that they enrolled; the engine draws the owner instead, who is "
        "recognised in the finished film",
        {
            "film": ["failed", "likeness"],
            "refused_at": ["likeness", "likeness"],
            "names_nobody": True,
            "drafts": 0,
            "owner_found_by": ["faces: likeness"],
        },
        _look_alike,
    ),
]
