"""Films with somebody's likeness in them: asked for, watched, downloaded, looked at."""

from pathlib import Path
from typing import Any

import httpx

from config.demo.act1.making import body, wait_until
from config.demo.act1.output import download
from config.demo.act_cameos.asking import SCENE, prompt_with, subject
from config.demo.act_cameos.cast import person
from config.demo.person import Person
from config.demo.world import World
from lib.faces.dlib_kind.detector import HogDetector
from lib.media.frames import sampled_frames

SECONDS = 4


def submitted(
    world: World,
    who: str,
    key: str,
    *,
    whose: str = "owner",
    scene: str = SCENE,
    model: str = "sketch",
    seconds: int = SECONDS,
) -> httpx.Response:
    """`who` asks for a film in which `whose` likeness is shown."""
    asks, shown = person(world, who), person(world, whose)
    wish = body(prompt=prompt_with(shown, scene), seconds=seconds, model=model)
    wish["subjects"] = [subject(world, who, whose)]
    return asks.call("POST", "/generations", wish, key=f"demo-{key}")


def made(world: World, who: str, answer: httpx.Response) -> dict[str, Any]:
    """The job, once it is over."""
    answer.raise_for_status()
    return wait_until(person(world, who), answer.json()["id"])


def outcome(job: dict[str, Any]) -> list[Any]:
    """Its end, in public words."""
    return [job.get("status"), (job.get("error") or {}).get("code")]


def downloaded(world: World, maker: Person, draft: str, name: str) -> Path:
    """The film's file, as an app fetches it."""
    (world.output / "films").mkdir(exist_ok=True)
    into = world.output / "films" / f"{name}.mp4"
    download(maker.call("GET", f"/drafts/{draft}").json()["assets"]["video"], into)
    return into


def faces_in(film: Path) -> list[int]:
    """How many faces dlib finds in a frame of each second."""
    detector = HogDetector()
    frames = sampled_frames(film, per_second=1, max_side=1280)
    return [len(detector.detect(frame.image)) for frame in frames]
