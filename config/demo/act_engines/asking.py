"""Films that are asked for, waited for, fetched and measured."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from config.demo.act1.making import wait_until
from config.demo.act1.output import download
from config.demo.act_engines.cast import person
from config.demo.patience import PATIENCE
from config.demo.world import World
from lib.media.probe import probe

CALM = "A boat under a blue sky."
SIZE, SECONDS = "720x1280", 4


def asked(world: World, who: str, key: str, **wish: Any) -> httpx.Response:
    """A wish under a key of its own; without a tool, a video of these words."""
    plain = {} if "tool" in wish else {"prompt": CALM, "size": SIZE, "seconds": SECONDS}
    return person(world, who).call("POST", "/generations", {**plain, **wish}, key=f"demo-{key}")


def begun(world: World, who: str, key: str, **wish: Any) -> str:
    """The id of what was taken on. Raises where it was not."""
    answer = asked(world, who, key, **wish)
    answer.raise_for_status()
    return str(answer.json()["id"])


def until(
    world: World, who: str, job: str, *, progress: int = 101, seconds: float = PATIENCE
) -> dict[str, Any]:
    """The job once it is over, or so far."""
    return wait_until(person(world, who), job, progress=progress, seconds=seconds)


def state(world: World, who: str, job: str) -> dict[str, Any]:
    """As it is now."""
    return dict(person(world, who).call("GET", f"/generations/{job}").json())


def outcome(job: dict[str, Any]) -> list[Any]:
    """Its end, in public words."""
    return [job.get("status"), (job.get("error") or {}).get("code")]


def draft_of(world: World, who: str, job: dict[str, Any]) -> dict[str, Any]:
    """The draft of a finished job."""
    return dict(person(world, who).call("GET", f"/drafts/{job['draft']}").json())


def fetched(world: World, who: str, job: dict[str, Any], name: str) -> Path:
    """Its film, as an app downloads it."""
    folder = world.output / "films"
    folder.mkdir(exist_ok=True)
    download(draft_of(world, who, job)["assets"]["video"], folder / f"{name}.mp4")
    return folder / f"{name}.mp4"


def shape(film: Path) -> list[Any]:
    """Its size, frames, and frames a second, as PyAV reads them."""
    info = probe(film)
    return [f"{info.width}x{info.height}", info.frames, round(info.fps, 2)]


def log_of(world: World, who: str) -> list[dict[str, Any]]:
    """All events that they were told, the oldest first."""
    told: list[dict[str, Any]] = []
    while True:
        after = told[-1]["id"] if told else 0
        page = person(world, who).call("GET", f"/me/events?limit=100&after={after}").json()
        if not page["results"]:
            return told
        told += page["results"]


def cancel(world: World, who: str, *jobs: str) -> None:
    """They stop, if they have not ended."""
    for job in jobs:
        person(world, who).call("POST", f"/generations/{job}/cancel")


def at_the_shell(world: World, call: str) -> Any:
    """What a function of `planting` prints."""
    module = "from config.demo.act_engines import planting"
    said = world.stack.manage("shell", "-c", f"{module}; planting.{call}")
    return json.loads(said.splitlines()[-1])


def attempts(
    world: World, job: str, *, until: Callable[[list[str]], bool], seconds: float = PATIENCE
) -> list[str]:
    """How its attempts ended, as an operator reads it, at the latest after so long; "" of one that
    goes on. To its maker what was begun is in progress until its end."""
    deadline = time.monotonic() + seconds
    while not until(ended := at_the_shell(world, f"attempts_at({job!r})")):
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return list(ended)
