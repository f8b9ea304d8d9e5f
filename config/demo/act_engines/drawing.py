"""Films by real pipelines of diffusers, out of folders that an operator names."""

from typing import Any

from config.demo.act_engines.asking import (
    SECONDS,
    SIZE,
    at_the_shell,
    begun,
    fetched,
    outcome,
    shape,
    until,
)
from config.demo.act_engines.cast import person
from config.demo.act_engines.models import FROM_A_FOLDER, NOISE, STEPS
from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.media.frames import sampled_frames

FPS = 24
GUIDED = 2  # calls of the transformer in a step: with the words, and without


def _own_folder(world: World, broken: bool) -> Seen:
    return {model: _film_of(world, model, broken) for model in FROM_A_FOLDER}


def _film_of(world: World, model: str, broken: bool) -> Seen:
    maker = person(world, "maker")
    wish = {"size": "1280x720"} if broken else {}
    job = begun(world, "maker", f"own-{model}", model=model, **wish)
    heard = _progress(maker, job)
    ended = until(world, "maker", job)
    film = fetched(world, "maker", ended, model)
    record = _again(world, ended["id"], 0)["record"]
    return {
        "ends": outcome(ended),
        "progress_never_falls": heard == sorted(heard),
        "comes_in_steps": len(set(heard)) >= 3,
        "film": shape(film),
        "pictures_decoded": sum(1 for _ in sampled_frames(film, per_second=FPS, max_side=64)),
        "drawn_by": [record["profile"], record["transformer_calls"]],
    }


def _progress(maker: Person, job: str) -> list[int]:
    """What the socket says of it until it is over."""
    heard = []
    for event in maker.listen(seconds=PATIENCE):
        if event["data"].get("generation") == job:
            heard.append(int(event["data"]["progress"]))
            if event["type"] in {"generation.completed", "generation.failed"}:
                break
    return heard


def _same_seed(world: World, broken: bool) -> Seen:
    job = until(world, "maker", begun(world, "maker", "same-seed", model=NOISE))
    again = _again(world, job["id"], int(broken))
    record = again["record"]
    return {
        "ends": outcome(job),
        "same_bytes": again["kept"] == again["again"],
        "the_record_names": [
            len(record["model_sha256"]), record["steps"], record["device"],
            all(f"library_{name}" in record for name in ("torch", "diffusers", "transformers")),
        ],
    }  # fmt: skip


def _again(world: World, job: str, apart: int) -> dict[str, Any]:
    return dict(at_the_shell(world, f"draw_again({job!r}, {apart})"))


STORY = [
    Step(
        "own_folder_model",
        "maker",
        "has a film drawn by a pipeline of diffusers from a folder of weights on this machine",
        {
            model: {
                "ends": ["completed", None],
                "progress_never_falls": True,
                "comes_in_steps": True,
                "film": [SIZE, SECONDS * FPS, float(FPS)],
                "pictures_decoded": SECONDS * FPS,
                "drawn_by": ["wan-t2v", STEPS[model] * GUIDED],
            }
            for model in FROM_A_FOLDER
        },
        _own_folder,
    ),
    Step(
        "same_seed_same_film",
        "operator",
        "has a film drawn again from its record, in another process: the same bytes",
        {
            "ends": ["completed", None],
            "same_bytes": True,
            "the_record_names": [64, STEPS[NOISE], "cpu", True],
        },
        _same_seed,
    ),
]
