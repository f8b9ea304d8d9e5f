"""Processes die and come back; stopping leaves nothing."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from config.demo.killing import kill
from config.stack.ports import free_port
from config.stack.stack import Stack, StackError
from tests.media.programs import is_gone

pytestmark = pytest.mark.slow
PATIENCE = 180  # only how long a broken product keeps us waiting


def eventually(ask: Callable[[], Any], *, seconds: float = PATIENCE) -> Any:
    """What it says in the end."""
    deadline = time.monotonic() + seconds
    while not (said := ask()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return said


def running_as(stack: Stack, server: str) -> int | None:
    """None while it is being started again: its last answer may come after its end."""
    try:
        return stack.server_pid(server)
    except StackError:
        return None


def ready(stack: Stack) -> bool:
    try:
        return httpx.get(f"{stack.origin}/readyz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.parametrize(
    "program", ["web", "worker-render", "worker-finish", "worker-default", "scheduler"]
)
def test_a_killed_program_comes_back(stack: Stack, program: str) -> None:
    before = set(stack.pids(program))
    assert before
    kill(before)
    eventually(lambda: set(stack.pids(program)) - before)
    eventually(lambda: ready(stack))


@pytest.mark.parametrize(
    ("program", "marker"), [("web", "granian"), ("worker-finish", "--queues finish")]
)
def test_a_killed_master_leaves_no_second_worker_behind(
    stack: Stack, program: str, marker: str
) -> None:
    eventually(lambda: len(stack.pids(program)) > 1)
    pids = stack.pids(program)
    os.kill(min(pids), signal.SIGKILL)
    eventually(lambda: not set(pids) & set(_alive(marker)))
    eventually(lambda: ready(stack))


@pytest.mark.parametrize("server", ["postgres", "redis"])
def test_a_killed_server_comes_back_and_meanwhile_the_answer_is_503(
    stack: Stack, server: str
) -> None:
    codes = set[int]()

    def fell() -> bool:
        """One outage may pass between two looks; the next may not."""
        os.kill(eventually(lambda: running_as(stack, server)), signal.SIGKILL)
        codes.update(_codes_until_ready(stack))
        return 503 in codes

    eventually(fell)
    assert codes <= {200, 503}


def _codes_until_ready(stack: Stack) -> Iterator[int]:
    deadline = time.monotonic() + PATIENCE
    code = 0
    while code != 200:
        assert time.monotonic() < deadline
        code = httpx.get(f"{stack.origin}/readyz", timeout=PATIENCE).status_code
        yield code


def test_a_taken_port_is_said_before_anything_starts(stack: Stack, tmp_path: Path) -> None:
    with pytest.raises(StackError, match=f"Port {stack.port} is taken"):
        Stack(home=tmp_path / "other", port=stack.port).start()
    assert not (tmp_path / "other").exists()


def test_stopping_leaves_no_process_behind(tmp_path: Path) -> None:
    other = Stack(home=tmp_path / "data", port=free_port())
    other.start()
    pids = [pid for pid, _ in other._processes()]
    assert len(pids) >= 6
    other.stop()
    eventually(lambda: all(map(is_gone, pids)))
    assert not any(server.pid for server in other.servers.status().servers)


def _alive(marker: str) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = os.fsdecode((entry / "cmdline").read_bytes().replace(b"\0", b" "))
            except OSError:
                continue
            if marker in line and "test-stack" in _environment(entry):
                found.append(int(entry.name))
    return found


def _environment(entry: Path) -> str:
    try:
        return (entry / "environ").read_bytes().decode(errors="replace")
    except OSError:
        return ""
