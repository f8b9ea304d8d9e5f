"""A program that ends as misconfigured stays away, and is named once; any other comes back."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.stack.gave_up import MISCONFIGURED
from config.stack.programs import Program, supervisor_config
from config.stack.stack import Stack

PATIENCE_S = 60


def noting(name: str, *, status: int, folder: Path) -> Program:
    """Adds a line to `<folder>/<name>` and ends."""
    script = f"open({str(folder / name)!r}, 'a').write('started\\n'); raise SystemExit({status})"
    return Program(name, (sys.executable, "-c", script), "worker")


def starts(folder: Path, name: str) -> int:
    place = folder / name
    return len(place.read_text().splitlines()) if place.exists() else 0


@pytest.fixture
def supervised(tmp_path: Path) -> Iterator[Path]:
    """Real, with a program of each kind."""
    for name in ("run", "log"):
        (tmp_path / name).mkdir()
    listed = [
        noting("misconfigured", status=MISCONFIGURED, folder=tmp_path),
        noting("done", status=0, folder=tmp_path),
        noting("broken", status=1, folder=tmp_path),
    ]
    config = tmp_path / "run" / "supervisord.conf"
    config.write_text(supervisor_config(listed, home=tmp_path))
    running = subprocess.Popen([sys.executable, "-m", "supervisor.supervisord", "-n", "-c", config])
    yield tmp_path
    running.terminate()
    running.wait(PATIENCE_S)


def test_it_stays_away_and_is_named_once(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    stack = Stack(home=tmp_path, port=1)
    request.getfixturevalue("supervised")
    said: list[str] = []
    deadline = time.monotonic() + PATIENCE_S
    while not said or min(starts(tmp_path, "done"), starts(tmp_path, "broken")) < 3:
        assert time.monotonic() < deadline
        said += stack.complaints()
        time.sleep(0.1)
    assert starts(tmp_path, "misconfigured") == 1
    [line] = said
    assert line.startswith("misconfigured ended with status 78")
    assert str(tmp_path / "log" / "misconfigured.log") in line


def test_what_was_said_before_this_start_is_not_said_again(tmp_path: Path) -> None:
    log = tmp_path / "log" / "supervisord.log"
    log.parent.mkdir()
    ended = "2026-11-22 09:00:00,000 INFO exited: worker-render (exit status 78; expected)\n"
    log.write_text(ended)
    stack = Stack(home=tmp_path, port=1)
    assert stack.complaints() == []
    with log.open("a") as file:
        file.write(ended[:60])
        file.flush()
        assert stack.complaints() == []
        file.write(ended[60:])
        file.flush()
        assert len(stack.complaints()) == 1
    assert stack.complaints() == []
    log.write_text(ended[11:])  # the supervisor began a new file
    assert len(stack.complaints()) == 1
