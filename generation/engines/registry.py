import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from generation.engines.base import Capabilities, Engine, MachineFault
from generation.engines.configured import EnginesFileRefused, Entry, configured_engines
from generation.engines.diffusers.configured import entry as diffusers_entry
from generation.engines.diffusers.shapes.retelling import knows
from generation.engines.gatecrasher.capabilities import CAPABILITIES as GATECRASHER
from generation.engines.rogue.capabilities import CAPABILITIES as ROGUE
from generation.engines.sketch.capabilities import CAPABILITIES as SKETCH

PRODUCTION = "production"


class UnknownEngine(LookupError):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _sketch() -> Engine:
    from generation.engines.sketch.engine import SketchEngine

    return SketchEngine()


def _rogue() -> Engine:
    from generation.engines.rogue.engine import RogueEngine

    return RogueEngine()


def _gatecrasher() -> Engine:
    from generation.engines.gatecrasher.engine import GatecrasherEngine

    return GatecrasherEngine()


def _test_engines_wanted() -> bool:
    """Engines that misbehave on purpose exist only where asked for, and never in production."""
    wanted = os.environ.get("ZOETROPE_TEST_ENGINES") == "1"
    return wanted and os.environ.get("ZOETROPE_PROFILE", "").strip() != PRODUCTION


# Its profile says all of it, and its weights come with this repository (docs/models/shapes.md).
_SHAPES = "shapes"
_SMALL = diffusers_entry(_SHAPES, {"profile": _SHAPES, "device": "cpu"})
_OWN = {
    SKETCH.name: Entry(SKETCH, _sketch),
    _SHAPES: replace(_SMALL, suits=knows),
}
if _test_engines_wanted():
    _OWN[ROGUE.name] = Entry(ROGUE, _rogue)
    _OWN[GATECRASHER.name] = Entry(GATECRASHER, _gatecrasher)
_RESERVED = frozenset({SKETCH.name, _SHAPES, ROGUE.name, GATECRASHER.name})


def _added() -> dict[str, Entry]:
    """An operator's file adds engines and changes none of ours. Raises EnginesFileRefused."""
    found = configured_engines()
    if taken := _RESERVED & set(found):
        raise EnginesFileRefused(f"[{min(taken)}] is a model of this program: take another name.")
    return found


_ENGINES = {**_added(), **_OWN}


def engine_names() -> tuple[str, ...]:
    return tuple(sorted(_ENGINES))


def capabilities_of(name: str) -> Capabilities:
    """Cheap and safe in the web process: imports neither numpy nor PyAV."""
    return _entry(name).capabilities


def server_of(name: str) -> str:
    """See `Entry.server`."""
    return _entry(name).server


def small_worlds() -> Mapping[str, Callable[[str], bool]]:
    """See `Entry.suits`; by name, in the order in which they are asked."""
    found = {name: _ENGINES[name].suits for name in engine_names()}
    return {name: suits for name, suits in found.items() if suits is not None}


@cache
def get_engine(name: str) -> Engine:
    """Imports what the engine needs; for workers only. One for each process: models stay loaded."""
    return _entry(name).build()


def unready() -> Iterator[tuple[str, MachineFault | None]]:
    """Each engine of the operator's file, and why it cannot draw on this machine; looks at their
    weights."""
    for name in sorted(_ENGINES.keys() - _OWN.keys()):
        yield name, next(iter(_ENGINES[name].unready()), None)


def unreachable() -> Iterator[tuple[str, MachineFault]]:
    """Engines elsewhere that cannot even be asked from here, and why."""
    for name in engine_names():
        if server_of(name):
            yield from ((name, fault) for fault in _ENGINES[name].unready())


def _entry(name: str) -> Entry:
    try:
        return _ENGINES[name]
    except KeyError:
        raise UnknownEngine(name) from None
