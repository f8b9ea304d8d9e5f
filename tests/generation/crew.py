"""Real worker processes on the servers of the tests."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.db import connection

from config.embedded import Endpoints
from config.stack.ports import free_port
from config.stack.programs import BASE_DIR, Program, programs

PROGRAMS = {
    program.name.removeprefix("worker-"): program
    for program in programs(port=8000, screener_port=8001, static=Path("static"))
    if program.name.startswith("worker-") or program.name == "scheduler"
}


class Crew:
    """Workers for each queue and the scheduler, as the stack runs them, without a supervisor."""

    def __init__(self, log_dir: Path, *, screener_url: str) -> None:
        self.log_dir = log_dir
        self.screener_url = screener_url
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        for name in names or tuple(PROGRAMS):
            program = PROGRAMS[name]
            environment = environment_of(program) | {"SCREENER_URL": self.screener_url}
            self.running[name] = _started(
                program.command, environment, log=self.log_dir / f"{name}.log"
            )

    def kill(self, *names: str) -> None:
        """SIGKILL to every process of these programs at once."""
        for name in names or tuple(self.running):
            process = self.running.pop(name)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def kill_children(self, name: str) -> None:
        """SIGKILL to the worker processes alone; their master is left to notice."""
        for pid in _children(self.running[name].pid):
            with suppress(ProcessLookupError):  # its master has noticed the one before already
                os.kill(pid, signal.SIGKILL)

    def stop(self, name: str) -> int:
        """SIGTERM, as a deployment does; returns the exit status."""
        process = self.running.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(300)


@contextmanager
def screening(log_dir: Path) -> Iterator[str]:
    """The real screener, for as many crews as there are; gives its URL.

    The first time below a data folder it exports its encoder there, which takes half a minute.
    """
    port = free_port()
    program = next(
        program
        for program in programs(port=8000, screener_port=port, static=Path("static"))
        if program.name == "screener"
    )
    process = _started(program.command, environment_of(program), log=log_dir / "screener.log")
    url = f"http://127.0.0.1:{port}"
    try:
        eventually(lambda: _is_ready(url), seconds=180, every=0.2)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/healthz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _started(
    command: tuple[str, ...], environment: dict[str, str], *, log: Path
) -> subprocess.Popen[bytes]:
    with log.open("ab") as file:
        return subprocess.Popen(
            command,
            cwd=BASE_DIR,
            env=environment,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )


def eventually(ask: Callable[[], Any], *, seconds: float = 300, every: float = 0.02) -> float:
    """Wait until `ask` is true; returns how long it took."""
    started = time.monotonic()
    while not ask():
        assert time.monotonic() - started < seconds, "it never came"
        time.sleep(every)
    return time.monotonic() - started


def environment_of(program: Program) -> dict[str, str]:
    """As the stack starts it, on the servers and the database of the test at hand."""
    endpoints = Endpoints.load(settings.DATA_DIR)
    assert endpoints is not None
    base = urlsplit(endpoints.database_url("worker"))
    url = base._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ZOETROPE_PROFILE": "development",
        "ZOETROPE_DATA": str(settings.DATA_DIR),
        "MEDIA_DIR": str(settings.MEDIA_DIR),
        "DATABASE_URL": url,
        "REDIS_URL": settings.REDIS_URL,
        "BROKER_URL": settings.BROKER_URL,
        "LOG_LEVEL": "INFO",
        **program.environment,
        "ZOETROPE_ROLE": program.role,
    }


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in text.split()]
