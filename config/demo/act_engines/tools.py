"""Every tool that makes a video out of videos, on one's own drafts."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.demo.act_engines.asking import (
    SECONDS,
    SIZE,
    asked,
    begun,
    draft_of,
    fetched,
    outcome,
    shape,
    until,
)
from config.demo.act_engines.models import DRAWN_HERE, NOISE
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.media.frames import frames_at

FPS = 24
FIRST = "A big red ball bounces on the beach."
SECOND = "Two small blue boats on the sea at sunset."
SCENES = ["A red ball on the beach.", "A yellow star above the sea.", "A green hill."]


def _sources(world: World) -> tuple[str, str]:
    """Two drafts, drawn once."""
    if "sources" not in world.facts:
        jobs = [
            begun(world, "maker", f"source-{n}", model=DRAWN_HERE, prompt=prompt)
            for n, prompt in enumerate((FIRST, SECOND))
        ]
        ended = [until(world, "maker", job) for job in jobs]
        for number, job in enumerate(ended, start=1):
            fetched(world, "maker", job, f"source-{number}")
        world.facts["sources"] = (ended[0]["draft"], ended[1]["draft"])
    found: tuple[str, str] = world.facts["sources"]
    return found


def _made(world: World, wishes: dict[str, dict[str, Any]]) -> Seen:
    """Each tool's film: how it ended, its frames, and whether it says what it is made of."""
    jobs = {
        tool: begun(world, "maker", f"tool-{tool}", tool=tool, **wish)
        for tool, wish in wishes.items()
    }
    return {tool: _seen(world, tool, job, wishes[tool]) for tool, job in jobs.items()}


def _seen(world: World, tool: str, job: str, wish: dict[str, Any]) -> list[Any]:
    ended = until(world, "maker", job)
    film = fetched(world, "maker", ended, tool)
    sources = [one["draft"] for one in wish.get("sources", ())]
    named = [one["draft"] for one in ended["sources"]]
    remix_of = draft_of(world, "maker", ended)["labels"].get("remix_of")
    lineage = named == sources and remix_of == (sources[0] if sources else None)
    return [*outcome(ended), *shape(film), lineage]


def _drawn(world: World, broken: bool) -> Seen:
    one, two = _sources(world)
    between = [{"draft": one, "end": 2.0}, {"draft": two, "start": 2.0}]
    wishes: dict[str, dict[str, Any]] = {
        "remix": {"sources": [{"draft": one}], "prompt": "The ball is blue."},
        "extend": {"sources": [{"draft": one}], "prompt": "A star.", "seconds": 4},
        "fill": {"sources": between, "prompt": "The sun sets.", "seconds": 4},
    }
    if broken:
        wishes["fill"]["sources"] = [{"draft": one, "end": 1.0}, {"draft": two, "start": 2.0}]
    return _made(world, wishes)


def _cut(world: World, broken: bool) -> Seen:
    one, two = _sources(world)
    parts = [{"draft": two, "start": 1.0, "end": 2.5}, {"draft": one, "end": 1.5}]
    wishes: dict[str, dict[str, Any]] = {
        "blend": {"sources": [{"draft": one}, {"draft": two}]},
        "recut": {"sources": parts[::-1] if broken else parts},
        "loop": {"sources": [{"draft": one}]},
    }
    seen = _made(world, wishes)
    seen["recut_begins_with"] = _begins_like(world, parts[0])
    return seen


def _begins_like(world: World, part: dict[str, Any]) -> bool:
    """Whether the recut's begin is nearer to that of its first part than to the other film."""
    begin = _picture(world, "recut", 0.2)
    first = _picture(world, "source-2", part["start"] + 0.2)
    other = _picture(world, "source-1", 0.2)
    return bool(abs(begin - first).mean() < abs(begin - other).mean())


def _picture(world: World, film: str, at: float) -> NDArray[np.int16]:
    (frame,) = frames_at(world.output / "films" / f"{film}.mp4", (at,), max_side=64)
    return frame.image.astype(np.int16)


def _storyboard(world: World, broken: bool) -> Seen:
    beats = [{"at": at, "prompt": scene} for at, scene in zip((0, 1.5, 3), SCENES, strict=True)]
    wish = {"prompt": "By the sea.", "size": SIZE, "seconds": SECONDS, "beats": beats}
    answer = asked(
        world, "maker", "tool-storyboard", tool="text" if broken else "storyboard", **wish
    )
    if answer.is_error:
        return {"refused": code(answer)}
    job = answer.json()["id"]
    seen = _seen(world, "storyboard", job, wish)
    told = until(world, "maker", job)["beats"]
    return {"storyboard": seen, "scenes": [beat["prompt"] for beat in told]}


def _variations(world: World, broken: bool) -> Seen:
    answer = asked(
        world, "maker", "variations", model=DRAWN_HERE, prompt=FIRST, variations=1 if broken else 4
    )
    answer.raise_for_status()
    jobs = answer.json()["variations"]
    ended = [until(world, "maker", job) for job in jobs]
    films = [fetched(world, "maker", job, f"variation-{n}") for n, job in enumerate(ended, 1)]
    return {
        "taken_on": len(jobs),
        "ends": [outcome(job) for job in ended],
        "shapes": [shape(film) for film in films],
        "each_its_own": len({film.read_bytes() for film in films}),
    }


def _cannot(world: World, broken: bool) -> Seen:
    one, _ = _sources(world)
    wish = {"sources": [{"draft": one}], "prompt": "A star.", "seconds": SECONDS}
    model = DRAWN_HERE if broken else NOISE
    answer = asked(world, "maker", "cannot", tool="extend", model=model, **wish)
    detail = answer.json().get("errors", [{}])[0]
    if answer.is_success:
        until(world, "maker", answer.json()["id"])
    return {"answer": code(answer), "field": detail.get("attr"), "says": detail.get("detail")}


def _film(frames: int) -> list[Any]:
    return ["completed", None, SIZE, frames, float(FPS), True]


STORY = [
    Step(
        "tools_that_draw",
        "maker",
        "remixes, extends, and fills between two films; each says what it is made of",
        {"remix": _film(96), "extend": _film(192), "fill": _film(192)},
        _drawn,
    ),
    Step(
        "tools_that_cut",
        "maker",
        "blends, cuts anew, and loops, to the frame",
        {
            "blend": _film(168),
            "recut": _film(72),
            "loop": _film(72),
            "recut_begins_with": True,
        },
        _cut,
    ),
    Step(
        "storyboard",
        "maker",
        "gives each scene a time",
        {"storyboard": _film(96), "scenes": SCENES},
        _storyboard,
    ),
    Step(
        "four_variations",
        "maker",
        "has one wish drawn four times, each from another seed",
        {
            "taken_on": 4,
            "ends": [["completed", None]] * 4,
            "shapes": [[SIZE, 96, float(FPS)]] * 4,
            "each_its_own": 4,
        },
        _variations,
    ),
    Step(
        "tool_the_model_cannot",
        "maker",
        "asks a model for a tool that it has no pipeline for, and is told so before anything waits",
        {
            "answer": [422, "tool_not_offered"],
            "field": "tool",
            "says": "This model does not offer this tool.",
        },
        _cannot,
    ),
]
