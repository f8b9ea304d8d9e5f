"""The one port as a real process over servers of its own, which tests may kill."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from config.embedded import Servers
from config.stack.ports import free_port
from config.stack.programs import BASE_DIR, programs

UP_SECONDS = 180  # only how long a broken product keeps us waiting


class House:
    """PostgreSQL, Redis and granian under one folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.servers = Servers(home / "data")  # not volatile: they are killed, and must remember
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.socket_url = f"ws://127.0.0.1:{self.port}/ws/v1"
        self._processes: list[subprocess.Popen[str]] = []

    def start(self) -> None:
        for name in ("media", "static"):
            (self.home / "data" / name).mkdir(parents=True)
        (self.home / "data" / "static" / "hello.txt").write_text("hello")
        self.servers.start()
        self._python("manage.py", "prepare_database", role="migrate").wait(UP_SECONDS)
        self.open_doors()
        self.backstage = self._python("-m", "tests.inbox.backstage", role="web", talks=True)
        self.await_up()

    def open_doors(self) -> None:
        """granian, just as the stack starts it."""
        listed = programs(screener_port=8765, port=self.port, static=self.home / "data" / "static")
        (web,) = (one for one in listed if one.name == "web")
        self.web = self._run(web.command, role="web")

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            process.wait(UP_SECONDS)
        self.servers.stop()

    def await_up(self) -> None:
        deadline = time.monotonic() + UP_SECONDS
        answer = ""
        while time.monotonic() < deadline:
            try:
                response = httpx.get(f"{self.origin}/readyz", timeout=10)
                if response.status_code == 200:
                    return
                answer = response.text
            except httpx.HTTPError as error:
                answer = repr(error)
            time.sleep(0.1)
        raise AssertionError(answer + (self.home / "log").read_text()[-4000:])

    def do(self, name: str, *arguments: Any) -> Any:
        """Call a function of the backstage process."""
        assert self.backstage.stdin
        assert self.backstage.stdout
        self.backstage.stdin.write(json.dumps([name, *arguments]) + "\n")
        self.backstage.stdin.flush()
        return json.loads(self.backstage.stdout.readline())

    def kill_worker(self) -> None:
        """kill -9 of the process that serves; granian's own process stays."""
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)

    def _python(self, *arguments: str, role: str, talks: bool = False) -> "subprocess.Popen[str]":
        return self._run((sys.executable, *arguments), role=role, talks=talks)

    def _run(
        self, command: tuple[str, ...], *, role: str, talks: bool = False
    ) -> "subprocess.Popen[str]":
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("REDIS_URL", "BROKER_URL", "MEDIA_DIR", "ZOETROPE_PROFILE")
        }
        environment = {
            **kept,
            "ZOETROPE_DATA": str(self.home / "data"),
            "ZOETROPE_ROLE": role,
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        with (self.home / "log").open("a") as log:
            process = subprocess.Popen(
                command, cwd=BASE_DIR, env=environment, text=True, stderr=log,
                stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
                stdout=subprocess.PIPE if talks else log,
            )  # fmt: skip
        self._processes.append(process)
        return process
