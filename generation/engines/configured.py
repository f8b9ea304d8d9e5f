"""Engines that an operator lists in a file of TOML, one table for each (docs/engines.md).

The name of a table is what the API calls `model`; its `kind` says which folder here knows the rest.
"""

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.engines.base import Capabilities, Engine, MachineFault

VARIABLE = "ENGINES_FILE"
NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,31}", re.ASCII)  # as long as a job's row can hold


class EnginesFileRefused(Exception):
    """The file says something that no engine could be built from; the text is for the operator."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An engine that can be asked for: cheap to look at, dear to build. `server`: which one draws,
    as a hash; nothing for an engine of this process. `unready`: what would keep a render worker
    from drawing with it. `suits`: of a model of a small world, whether a
    prompt stays within it; None for one that tries its hand at all."""

    capabilities: Capabilities
    build: Callable[[], Engine]
    server: str = ""
    unready: Callable[[], Iterable[MachineFault]] = tuple
    suits: Callable[[str], bool] | None = None


Table = Mapping[str, Any]


def configured_engines() -> dict[str, Entry]:
    """By name; none where no file is named. Imports nothing heavy. Raises EnginesFileRefused."""
    place = os.environ.get(VARIABLE, "").strip()
    if not place:
        return {}
    try:
        tables = tomllib.loads(Path(place).read_text())
    except OSError as error:
        raise EnginesFileRefused(f"{VARIABLE}: the file cannot be read.") from error
    except ValueError as error:
        raise EnginesFileRefused(f"{VARIABLE} is no TOML: {error}") from error
    return {name: _entry(name, table) for name, table in tables.items()}


def _entry(name: str, table: object) -> Entry:
    if not NAME.fullmatch(name):
        raise EnginesFileRefused(f"[{name}] is no name for a model: a-z, 0-9, . _ - up to 32.")
    if not isinstance(table, dict):
        raise EnginesFileRefused(f"{name} stands outside of any table.")
    rest = {key: value for key, value in table.items() if key != "kind"}
    try:
        return _kind(table.get("kind"))(name, rest)
    except ValueError as error:
        raise EnginesFileRefused(f"[{name}] {error}") from error


def _kind(kind: object) -> Callable[[str, Table], Entry]:
    if kind == "diffusers":
        from generation.engines.diffusers.configured import entry
    elif kind == "remote":
        from generation.engines.remote.configured import entry
    else:
        raise ValueError(f'kind is {kind!r}; it must be "diffusers" or "remote".')
    return entry
