"""A start that is to stop stops, and one that may have no sample people goes on. No stack runs."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.stack.__main__ import sample_people
from config.stack.ports import free_port
from config.stack.programs import BASE_DIR
from config.stack.stack import Stack
from config.stack.waiting import Stopped, ran, unanswered

PATIENCE_S = 60
OURS = ("ZOETROPE_", "DJANGO_", "DATABASE_URL", "REDIS_URL", "BROKER_URL", "MEDIA_DIR")

WHERE = {"ZOETROPE_PROFILE": "development", "REDIS_URL": "redis://127.0.0.1:1/0"}


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """It listens, and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(PATIENCE_S)
        yield listening


@pytest.fixture
def stopping() -> Iterator[threading.Event]:
    """Set half a second from now."""
    event = threading.Event()
    later = threading.Timer(0.5, event.set)
    later.start()
    yield event
    later.cancel()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_start_that_waits_for_its_database_hears_that_it_is_to_stop(
    silent: socket.socket, tmp_path: Path, number: signal.Signals
) -> None:
    address = f"postgresql://who@127.0.0.1:{silent.getsockname()[1]}/where"
    own = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    starting = subprocess.Popen(
        [sys.executable, "-m", "config.stack", "--home", tmp_path, "--port", str(free_port())],
        cwd=BASE_DIR, env=own | WHERE | {"DATABASE_URL": address},
        stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    talking, _ = silent.accept()
    with talking:
        starting.send_signal(number)
        said, _ = starting.communicate(timeout=PATIENCE_S)
        assert "Stopped before it had started." in said
        assert said.endswith("Everything has stopped.\n")
        assert starting.returncode == 0
        # Whoever asked the database has ended, too.
        talking.settimeout(PATIENCE_S)
        while talking.recv(1024):
            pass


def test_nobody_waits_on_for_an_answer(stopping: threading.Event) -> None:
    address = f"http://127.0.0.1:{free_port()}/readyz"
    with pytest.raises(Stopped):
        unanswered(address, deadline=time.monotonic() + PATIENCE_S, stopping=stopping)


def test_a_program_that_does_not_end_is_ended(stopping: threading.Event, tmp_path: Path) -> None:
    script = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(600)"
    with pytest.raises(Stopped):
        ran([sys.executable, "-c", script], cwd=tmp_path, env={}, stopping=stopping)
    pid = tmp_path / "pid"
    assert not pid.exists() or not Path(f"/proc/{pid.read_text()}").exists()


def test_a_program_that_ends_is_told_with_all_that_it_said(tmp_path: Path) -> None:
    script = "import sys; print('x' * 200_000); sys.exit('no')"
    done = ran([sys.executable, "-c", script], cwd=tmp_path, env={}, stopping=threading.Event())
    assert (done.returncode, len(done.stdout), done.stderr) == (1, 200_001, "no\n")


def test_behind_a_proxy_it_serves_and_says_why_there_are_no_sample_people(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", "postgresql://who@127.0.0.1:1/where")
    for name, value in WHERE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TRUSTED_PROXIES", "1")
    said = sample_people(Stack(home=tmp_path, port=free_port()))
    assert "only where the service is reached on loopback" in said
