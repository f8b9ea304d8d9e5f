"""Starting the child, reading what it says, and ending it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import structlog

from lib.media.apart import landlock
from lib.media.apart.gone import DecoderGone, End
from lib.media.apart.handing import BLOCK, handed
from lib.media.apart.messages import Message, broken, received
from lib.media.containers import Readable
from lib.media.errors import MediaError, MediaFault

log = structlog.get_logger(__name__)

ROOT = Path(__file__).resolve().parents[3]
# Nothing of the parent's: no address, no key, no name of anything.
ENVIRONMENT = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop())\nfrom lib.media.apart.child import main; main()"
)
# So long it may say nothing while somebody waits: a start, or the slowest frame.
SILENT_SECONDS = 60.0
# So long it is waited for in all. What the parent does between two messages does not count.
MOST_SECONDS = 180.0
# From the end of what it says to its exit status.
EXIT_SECONDS = 2.0


class Child:
    """One process for one film. What it says of the film is a `MediaError`, that it says nothing
    `DecoderGone`."""

    def __init__(self, film: int, name: str, wanted: dict[str, Any]) -> None:
        try:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-IB", "-c", PROGRAM),
                    *(str(film), name, json.dumps(wanted), str(ROOT)),
                ],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=ENVIRONMENT, cwd="/", close_fds=True, pass_fds=(film,), start_new_session=True,
            )  # fmt: skip
        except OSError:
            raise _noted(End.NOT_STARTED) from None
        assert self._process.stdout is not None  # noqa: S101 - asked for above
        self._pipe, self._ready = self._process.stdout.fileno(), select.poll()
        self._ready.register(self._pipe, select.POLLIN | select.POLLHUP)
        self._left = MOST_SECONDS

    @property
    def pid(self) -> int:
        return self._process.pid

    def message(self) -> Message:
        """The next one. Raises MediaError: the film's fault, or no word of ours; DecoderGone."""
        said = received(self._exactly)
        if said.kind != "fault":
            return said
        try:
            raise MediaError(MediaFault(said.facts.get("code", "")))
        except ValueError:
            raise broken() from None

    def end(self) -> None:
        """It is gone afterwards, and what it started, whatever they were at."""
        # Not waited for yet: so long nobody else gets its number.
        os.killpg(self.pid, signal.SIGKILL)
        assert self._process.stdout is not None  # noqa: S101
        self._process.stdout.close()
        self._process.wait()

    def _exactly(self, count: int) -> bytes:
        parts, begun = [], time.monotonic()
        most, left = min(SILENT_SECONDS, self._left), self._left
        while count:
            waited = time.monotonic() - begun
            if waited >= most or not self._ready.poll((most - waited) * 1000):
                raise _noted(End.SILENT if most < left else End.TOO_LONG)
            part = os.read(self._pipe, min(count, BLOCK))
            if not part:
                raise _noted(End.DIED, self._status())
            parts.append(part)
            count -= len(part)
        self._left -= time.monotonic() - begun
        return b"".join(parts)

    def _status(self) -> int | None:
        """Without taking it from the table of processes; see `end`."""
        try:
            handle = os.pidfd_open(self.pid)
        except OSError:
            return None
        with os.fdopen(handle, "rb") as exits:
            select.select([exits], [], [], EXIT_SECONDS)
        found = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if found is None:
            return None
        return found.si_status if found.si_code == os.CLD_EXITED else -found.si_status


@contextmanager
def child(film: Path | Readable, name: str, **wanted: Any) -> Iterator[Child]:
    """Ended when the block is left. Raises MediaError, DecoderGone."""
    _tell_what_is_missing()
    handle = handed(film)
    try:
        started = Child(handle, name, wanted)
    finally:
        os.close(handle)
    try:
        yield started
    finally:
        started.end()


@cache
def _tell_what_is_missing() -> None:
    """Once."""
    if not landlock.version():
        log.warning("decoder_without_landlock")


def _noted(end: End, status: int | None = None) -> DecoderGone:
    """What it printed is not kept: a film may have written it."""
    log.warning("decoder_gone", end=end.value, status=status)
    return DecoderGone(end, status)
