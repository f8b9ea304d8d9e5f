"""Waits that end when the stack is to stop: a start takes minutes on a busy machine."""

import contextlib
import subprocess
import threading
import time
from pathlib import Path

import httpx

LOOK_SECONDS = 0.2
END_SECONDS = 20


class Stopped(Exception):
    """It was to stop before it had started."""


def ran(
    command: list[str], *, cwd: Path, env: dict[str, str], stopping: threading.Event
) -> subprocess.CompletedProcess[str]:
    """Run it to its end; it is ended, and Stopped raised, where all is to stop."""
    if stopping.is_set():
        raise Stopped
    child = subprocess.Popen(
        command, cwd=cwd, env=env, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it
    )  # fmt: skip
    while True:
        try:
            out, err = child.communicate(timeout=LOOK_SECONDS)
        except subprocess.TimeoutExpired:
            if stopping.is_set():
                end(child)
                raise Stopped from None
        else:
            return subprocess.CompletedProcess(command, child.returncode, out, err)


def end(child: "subprocess.Popen[str]") -> None:
    """Ask it to end, and make it."""
    child.terminate()
    try:
        child.communicate(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()


def unanswered(address: str, *, deadline: float, stopping: threading.Event) -> str | None:
    """None once it answers 200, else what it said last. `deadline`: on the monotonic clock. Raises
    Stopped."""
    answer = "no answer"
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            response = httpx.get(address, timeout=5)
            if response.status_code == 200:
                return None
            answer = response.text
        if stopping.wait(LOOK_SECONDS):
            raise Stopped
    return answer
