"""What must not be made is not finished, and who cannot judge does not work."""

import json
import os
import subprocess
from typing import Any

from config.demo.act_engines.asking import begun, outcome, until
from config.demo.act_engines.models import MAGENTA, NOISE
from config.demo.patience import PATIENCE, waiting
from config.demo.story import Seen, Step
from config.demo.world import World
from config.stack.programs import BASE_DIR, Program, programs
from generation.limits import RENDER_ENDS_AT
from generation.worker_start import MISCONFIGURED


def _unsafe(world: World, broken: bool) -> Seen:
    job = begun(world, "maker", "unsafe", model=NOISE if broken else MAGENTA)
    ended = until(world, "maker", job)
    error = ended.get("error") or {}
    return {
        "ends": outcome(ended),
        "refused_at": [error.get("stage"), error.get("category")],
        "before_it_was_drawn": ended["progress"] < RENDER_ENDS_AT,
        "found_by_the_classifier": "image_classifier: sexual" in _found(world, job),
        "draft": ended["draft"],
    }


def _found(world: World, job: str) -> list[str]:
    """What the look half-way found, as an operator reads it."""
    scans = json.loads(world.stack.manage("explain_scan", job))[job]
    looked = [one["findings"] for one in scans if one["stage"] == "render"]
    return [f"{one['detector']}: {one['category']}" for findings in looked for one in findings]


def _worker(world: World, broken: bool) -> Seen:
    named = world.facts["classifier"]
    status, said = _started(world, str(named if broken else named.with_name("nothing")), broken)
    why = [line for line in said.splitlines() if "worker_not_ready" in line]
    return {
        "status": status,
        "says_why_once": len(why),
        "names_what_is_missing": "the folder does not exist" in said,
    }


def _started(world: World, classifier: str, broken: bool) -> tuple[int | None, str]:
    """How a render worker ends, and what it said; None where it works until it is told to stop."""
    worker = _render_worker(world)
    environment = {
        **os.environ,
        "ZOETROPE_DATA": str(world.stack.home),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ZOETROPE_ROLE": worker.role,
        **worker.environment,
        "IMAGE_CLASSIFIER": classifier,
    }
    process = subprocess.Popen(
        worker.command, cwd=BASE_DIR, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        said, _ = process.communicate(timeout=6 * waiting(broken))
    except subprocess.TimeoutExpired:
        process.terminate()
        said, _ = process.communicate(timeout=PATIENCE)
        return None, said
    return process.returncode, said


def _render_worker(world: World) -> Program:
    stack = world.stack
    listed = programs(port=stack.port, screener_port=stack.screener_port, static=stack.home)
    return next(one for one in listed if one.name == "worker-render")


ENDS: list[Any] = ["failed", "output_moderation"]
STORY = [
    Step(
        "unsafe_half_made_film",
        "maker",
        "has a model draw what the classifier takes for nudity (here: magenta); three pictures of "
        "the unfinished film are seen, and it is not finished",
        {
            "ends": ENDS,
            "refused_at": ["render", "sexual"],
            "before_it_was_drawn": True,
            "found_by_the_classifier": True,
            "draft": None,
        },
        _unsafe,
    ),
    Step(
        "worker_without_detectors",
        "operator",
        "starts a render worker whose classifier is not there: it ends and says why",
        {"status": MISCONFIGURED, "says_why_once": 1, "names_what_is_missing": True},
        _worker,
    ),
]
