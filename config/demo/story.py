"""Steps of a story: each says what it expects, does it, and is held to what it saw."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from config.demo.world import World

Seen = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `act(world, broken)` returns what was seen, to be equal to `expected`.

    With `broken` the step sabotages what it does, never what it expects, so that a broken step
    which is still "held" would show that the step proves nothing.
    """

    id: str
    actor: str
    what: str
    expected: Seen
    act: Callable[[World, bool], Seen]


def play(steps: list[Step], world: World, *, broken: frozenset[str]) -> list[dict[str, Any]]:
    """Play all steps in order. A step that raises is not held, and the story goes on."""
    report = []
    world.playing, world.broken = frozenset(step.id for step in steps), broken
    for number, step in enumerate(steps, 1):
        tqdm.write(f"[{number:2}/{len(steps)}] {step.actor}: {step.what}")
        started = time.monotonic()
        seen = _seen(step, world, broken=step.id in broken)
        held = seen == step.expected
        took = round((time.monotonic() - started) * 1000)
        report.append(
            {
                "id": step.id,
                "actor": step.actor,
                "what": step.what,
                "expected": step.expected,
                "seen": seen,
                "held": held,
                "ms": took,
            }
        )
        tqdm.write(f"        {'held' if held else 'NOT HELD'}  {took} ms")
        if not held:
            tqdm.write(
                f"        expected {json.dumps(step.expected)}\n        seen     {json.dumps(seen)}"
            )
    return report


def _seen(step: Step, world: World, *, broken: bool) -> Seen:
    try:
        return step.act(world, broken)
    except Exception as error:  # noqa: BLE001 - whatever went wrong belongs into the report
        return {"error": type(error).__name__, "detail": str(error)[:500]}


def write_report(report: list[dict[str, Any]], folder: Path) -> None:
    """`report.json`, as the issue tracker and people read it."""
    (folder / "report.json").write_text(json.dumps({"steps": report}, indent=2) + "\n")
