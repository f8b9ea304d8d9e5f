"""Start everything, keep it running, stop it cleanly."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from config.embedded import Servers
from config.stack.gave_up import MISCONFIGURED, SupervisorLog
from config.stack.ports import free_port
from config.stack.programs import BASE_DIR, programs, supervisor_config
from config.stack.waiting import Stopped, ran, unanswered

READY_SECONDS = 360  # a cold start on two very busy cores; a quiet machine needs a twentieth
STOP_SECONDS = 20
MARKERS = {
    "web": "granian",
    "scheduler": "manage.py crontab",
    "screener": "moderation.screener",
}
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class StackError(Exception):
    """The stack did not come up; the message says what to look at."""


class Stack:
    """All processes of one installation under `home`, reachable on 127.0.0.1:`port`.

    Once `stopping` is set nothing is waited for any more: Stopped is raised, and `stop` ends what
    was started.
    """

    def __init__(self, *, home: Path, port: int, stopping: threading.Event | None = None) -> None:
        self.home = home
        self.port = port
        self.origin = f"http://127.0.0.1:{port}"
        self.screener_port = free_port()
        self.screener = f"http://127.0.0.1:{self.screener_port}"
        self.own_servers = not any(name.startswith("DATABASE_URL") for name in os.environ)
        self.servers = Servers(home)
        self._stopping = stopping or threading.Event()
        self._stop_watch = threading.Event()
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._talks: list[subprocess.Popen[str]] = []
        self._said = SupervisorLog(home / "log" / "supervisord.log")

    def start(self) -> None:
        """Servers, migrations, rights, static files, processes; returns when /readyz says yes."""
        _refuse_taken_port(self.port)
        for name in ("run", "log", "media", "mailbox", "static"):
            (self.home / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.own_servers:
            self.servers.start()
            self.watch()
        self.manage("prepare_database", "--static")
        if self._stopping.is_set():
            raise Stopped
        self._start_supervisor()
        self._await_ready()

    def watch(self) -> None:
        """Bring PostgreSQL and Redis back whenever they die; they stand outside supervisor."""
        self._stop_watch = threading.Event()
        threading.Thread(
            target=self.servers.watch, args=(self._stop_watch,), name="server-watch", daemon=True
        ).start()

    def stop_watching(self) -> None:
        """From now on nobody brings a dead server back."""
        self._stop_watch.set()

    def stop(self) -> None:
        """Processes first, then the servers under them."""
        self.stop_watching()
        while self._talks:
            _hang_up(self._talks.pop())
        if self._supervisor is not None:
            _end(self._supervisor, [pid for pid, _ in self._processes()])
            self._supervisor = None
        if self.own_servers:
            self.servers.stop()

    def running(self) -> bool:
        """False when the supervisor ended by itself, which it should not."""
        return self._supervisor is not None and self._supervisor.poll() is None

    def complaints(self) -> list[str]:
        """A line for each program that has ended since the last question and stays away."""
        return [
            f"{name} ended with status {MISCONFIGURED}: it is misconfigured, and is not started "
            f"again before the next `make run`. Why: {self.home / 'log' / name}.log"
            for name in self._said.gave_up()
        ]

    def manage(self, *arguments: str, ok: tuple[int, ...] = (0,)) -> str:
        """Run manage.py as the role that owns the tables; returns what it printed.

        Raises StackError where it ends with another status than those that are `ok`.
        """
        environment = self._environment() | {"ZOETROPE_ROLE": "migrate", "LOG_LEVEL": "WARNING"}
        command = [sys.executable, "manage.py", *arguments]
        done = ran(command, cwd=BASE_DIR, env=environment, stopping=self._stopping)
        if done.returncode not in ok:
            raise StackError(f"manage.py {arguments[0]} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def conversation(self, *arguments: str) -> subprocess.Popen[str]:
        """The same, running on: written to and read from line by line. Its program must end where
        nobody writes any more, which is when we stop at the latest."""
        environment = self._environment() | {"ZOETROPE_ROLE": "migrate", "LOG_LEVEL": "WARNING"}
        talk = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR, env=environment, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._talks.append(talk)
        return talk

    def server_pid(self, name: str) -> int:
        """The main process of `postgres` or `redis`. Raises StackError where it is not ours."""
        for server in self.servers.status().servers:
            if server.name == name and server.pid:
                return server.pid
        raise StackError(f"{name} is not running here")

    def pids(self, program: str) -> list[int]:
        """The processes of a program, its children included, as /proc shows them."""
        marker = MARKERS.get(program, f"--queues {program.removeprefix('worker-')}")
        return [pid for pid, line in self._processes() if marker in line]

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "ZOETROPE_DATA": str(self.home),
            "ENCODER_DATA": str(BASE_DIR / ".data"),
            "PORT": str(self.port),
            "SCREENER_URL": self.screener,
        }

    def _start_supervisor(self) -> None:
        path = self.home / "run" / "supervisord.conf"
        listed = programs(
            port=self.port, screener_port=self.screener_port, static=self.home / "static"
        )
        path.write_text(supervisor_config(listed, home=self.home))
        self._supervisor = subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(path)],
            cwd=BASE_DIR, env=self._environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us alone, and we stop it in order
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread of ours holds a lock yet
        )  # fmt: skip

    def _await_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        # The screener too, though the web serves without it: its first start exports a model.
        for address in (f"{self.screener}/healthz", f"{self.origin}/readyz"):
            answer = unanswered(address, deadline=deadline, stopping=self._stopping)
            if answer is not None:
                self.stop()
                raise StackError(
                    f"Not ready after {READY_SECONDS} s: {answer}. Logs: {self.home / 'log'}"
                )

    def _processes(self) -> Iterator[tuple[int, str]]:
        if self._supervisor is None:
            return
        session = self._supervisor.pid
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    if _descends(int(entry.name), session):
                        line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                        yield int(entry.name), line


def _die_with_parent() -> None:
    """Ask Linux to end the supervisor when we are killed, so that nothing is left behind."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _descends(pid: int, ancestor: int) -> bool:
    while pid > 1:
        if pid == ancestor:
            return True
        stat = Path(f"/proc/{pid}/stat").read_text()
        pid = int(stat.rpartition(")")[2].split()[1])
    return False


def _end(supervisor: subprocess.Popen[bytes], everybody: list[int]) -> None:
    supervisor.send_signal(signal.SIGTERM)
    try:
        supervisor.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        for pid in everybody:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        supervisor.wait()


def _hang_up(talk: subprocess.Popen[str]) -> None:
    for end in (talk.stdin, talk.stdout):
        if end is not None:
            with contextlib.suppress(BrokenPipeError):
                end.close()
    try:
        talk.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        talk.kill()
        talk.wait()


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StackError(
                f"Port {port} is taken. Stop what uses it, or choose another: make run PORT=8001"
            ) from None
