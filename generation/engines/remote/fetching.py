"""The film itself, into a file that is no film yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generation.engines.base import EngineError
from generation.engines.remote import pauses
from generation.engines.remote.clock import Wait
from generation.engines.remote.faults import PASSING, Broken, Unreached, fault_of
from generation.engines.remote.wire import Wire, pieces

TRIES = 4
SILENT_SECONDS = 20.0  # between two pieces
SECONDS = 300.0  # of one try, however it drips
# Completed, and its file is not there yet: SGLang and vLLM-Omni say so.
NOT_YET = frozenset({404, 409})
FILMS = frozenset(
    {"video/mp4", "application/octet-stream", "application/mp4", "binary/octet-stream"}
)


def fetch(wire: Wire, video: str, *, into: Path, wait: Wait, most_bytes: int) -> None:
    """Raises EngineError, RenderCancelled, OSError."""
    for number in range(TRIES):
        if number:
            wait.pause(pauses.growing(number))
        try:
            _fetch_once(wire, video, into, wait, most_bytes)
        except Unreached:
            fault = EngineError("processor_away", permanent=False)
        except Broken:
            fault = EngineError("film_incomplete", permanent=False)
        else:
            return
    raise fault


def _fetch_once(wire: Wire, video: str, into: Path, wait: Wait, most_bytes: int) -> None:
    with wire.stream(f"/videos/{video}/content") as response:
        if response.status_code in PASSING | NOT_YET:
            raise Broken("not now")
        if response.status_code != 200:
            raise fault_of(response.status_code)
        promised = _promised(response.headers, most_bytes)
        received, over = 0, wait.left - SECONDS
        with into.open("wb") as file:
            for piece in pieces(response, seconds=SILENT_SECONDS):
                received += len(piece)
                if received > most_bytes:
                    raise EngineError("film_too_large", permanent=False)
                file.write(piece)
                wait.look()
                if wait.left < over:
                    raise Broken("dripping")
    if not received or (promised is not None and received != promised):
        raise Broken("cut short")


def _promised(headers: Mapping[str, str], most_bytes: int) -> int | None:
    """How long it is said to be. Raises EngineError for no film, and for one that is too large."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in FILMS:
        raise EngineError("no_film", permanent=False)
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        return None
    if int(length[:18]) > most_bytes:
        raise EngineError("film_too_large", permanent=False)
    return int(length[:18])
