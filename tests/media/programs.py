"""Decoders that a film took over, or that a machine broke."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lib.media.apart import process

HEAD = "import sys; sys.path.insert(0, sys.argv.pop())\n"
PIPE = HEAD + "from lib.media.apart.messages import write; import numpy as np, os, time, json\n"
OUT = "pipe = os.fdopen(1, 'wb')\n"


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The child is this, as if a film had taken it over."""
    monkeypatch.setattr(process, "EXIT_SECONDS", 60.0)  # how long dying takes proves nothing
    return lambda code: monkeypatch.setattr(process, "PROGRAM", PIPE + OUT + code)


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of all that were started."""
    started: list[int] = []
    begin = process.Child.__init__

    def noted(self: Any, *args: Any) -> None:
        begin(self, *args)
        started.append(self.pid)

    monkeypatch.setattr(process.Child, "__init__", noted)
    return started


def is_gone(pid: int) -> bool:
    """Or dead, and nobody asked how it ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return stat.rpartition(")")[2].split()[0] in {"Z", "X"}


def without_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment was moved while this process ran."""
    monkeypatch.setattr(sys, "executable", os.devnull + "/python")
