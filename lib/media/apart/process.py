"""Starting the child, reading what it says, and ending it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lib.media.apart.messages import Message, broken, received
from lib.media.containers import Readable
from lib.media.errors import MediaError, MediaFault

ROOT = Path(__file__).resolve().parents[3]
# Nothing of the parent's: no address, no key, no name of anything.
ENVIRONMENT = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop())\nfrom lib.media.apart.child import main; main()"
)
# So long it may say nothing while somebody waits: a start, or the slowest frame.
SILENT_SECONDS = 60.0
# What an open film may hold; enrolment takes 64 MiB.
MOST_FILM = 256 << 20
BLOCK = 1 << 20


class Child:
    """One process for one film. Every fault of it is a `MediaError`, a crash too."""

    def __init__(self, film: int, name: str, wanted: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-I", "-c", PROGRAM),
                *(str(film), name, json.dumps(wanted), str(ROOT)),
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=ENVIRONMENT, cwd="/", close_fds=True, pass_fds=(film,), start_new_session=True,
        )  # fmt: skip
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        self._pipe, self._ready = self._process.stdout.fileno(), select.poll()
        self._ready.register(self._pipe, select.POLLIN | select.POLLHUP)

    @property
    def pid(self) -> int:
        return self._process.pid

    def message(self) -> Message:
        """The next one. Raises MediaError: the film's fault, or what the child did to itself."""
        said = received(self._exactly)
        if said.kind != "fault":
            return said
        try:
            raise MediaError(MediaFault(said.facts.get("code", "")))
        except ValueError:
            raise broken() from None

    def end(self) -> None:
        """It is gone afterwards, whatever it was at."""
        self._process.kill()
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdout.close()
        self._process.wait()

    def _exactly(self, count: int) -> bytes:
        parts, deadline = [], time.monotonic() + SILENT_SECONDS
        while count:
            left = max(0.0, deadline - time.monotonic())
            part = os.read(self._pipe, min(count, BLOCK)) if self._ready.poll(left * 1000) else b""
            if not part:
                raise broken()
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


@contextmanager
def child(film: Path | Readable, name: str, **wanted: Any) -> Iterator[Child]:
    """Ended when the block is left. Raises MediaError."""
    handle = _opened(film)
    try:
        started = Child(handle, name, wanted)
    finally:
        os.close(handle)
    try:
        yield started
    finally:
        started.end()


def _opened(film: Path | Readable) -> int:
    """A number under which the child reads the film, and nothing beside it."""
    if not isinstance(film, Path):
        return _in_memory(film)
    if not film.is_file():
        raise MediaError(MediaFault.MISSING)
    return os.open(film, os.O_RDONLY)


def _in_memory(film: Readable) -> int:
    """What was encrypted is on no disk in the clear."""
    handle = os.memfd_create("film", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(handle), "wb") as copy:
            while block := film.read(BLOCK):
                if copy.tell() > MOST_FILM:
                    raise MediaError(MediaFault.TOO_LARGE)
                copy.write(block)
    except BaseException:
        os.close(handle)
        raise
    return handle
