"""Imported by a render worker beside its own modules: where WIRE names a place, it dies there.

By SIGKILL, in the middle of the product's own work; nothing else of the worker is changed.
"""

import os
import signal
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

WIRE = "TRIPWIRE"  # the variable with the path of a file; in that stands one of these names
# What is called there, and at which call of it: half-way, where there are more.
PLACES = {
    "loading": ("generation.engines.diffusers.loading.reading", "tune", 1),
    "denoising": ("generation.engines.diffusers.making.steps", "Steps.one_more", 4),
    "decoding": ("generation.engines.diffusers.film.clip", "as_bytes", 4),
    "encoding": ("generation.engines.diffusers.film.writing", "scaled", 48),
    # The row of the master is written and not committed.
    "settling": ("generation.work.settling", "close_attempt", 1),
    # It is committed.
    "settled": ("generation.work.rendering", "remove_references", 1),
}


def trip_at(wire: Path, place: str) -> None:
    """Whoever comes by `place` dies; nowhere: nobody."""
    assert not place or place in PLACES
    wire.write_text(place)


def tripped(wire: Path) -> str:
    """Where somebody died since `trip_at`; empty where nobody did."""
    died = _died(wire)
    return died.read_text() if died.exists() else ""


def mend(wire: Path) -> None:
    trip_at(wire, "")
    _died(wire).unlink(missing_ok=True)


def _died(wire: Path) -> Path:
    return wire.with_suffix(".died")


def _span(wire: Path) -> None:
    for place, (module, name, call) in PLACES.items():
        owner: Any = import_module(module)
        *outer, last = name.split(".")
        for part in outer:
            owner = getattr(owner, part)
        setattr(owner, last, _dying(getattr(owner, last), wire, place=place, at=call))


def _dying(original: Callable[..., Any], wire: Path, *, place: str, at: int) -> Callable[..., Any]:
    calls = 0

    @wraps(original)
    def walk(*given: Any, **named: Any) -> Any:
        nonlocal calls
        if wire.read_text() == place:
            calls += 1
            if calls == at:
                _died(wire).write_text(place)
                os.kill(os.getpid(), signal.SIGKILL)
        return original(*given, **named)

    return walk


if WIRE in os.environ:
    _span(Path(os.environ[WIRE]))
