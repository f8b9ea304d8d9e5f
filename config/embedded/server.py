"""What PostgreSQL and Redis have in common: they are found, adopted, started, ended."""

import os
import signal
import subprocess
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum

from config.embedded.files import private_folder
from config.embedded.layout import Layout
from config.embedded.place import Place
from config.embedded.ports import HOST
from config.embedded.processes import Process, find, living, send, wait_until
from config.embedded.status import ServerStatus

ROTATE_BYTES = 16 * 1024 * 1024
KILL_SECONDS = 10
# Children of a dead first process leave by themselves, unless they hang.
ORPHAN_SECONDS = 3


class Answer(Enum):
    """What came back when the server was asked something."""

    YES = "yes"
    NOT_YET = "not yet"
    WRONG_PASSWORD = "wrong password"  # noqa: S105


class Server(ABC):
    """One server of one installation."""

    name: str
    # Signals that end it, in turn, and how long each is given.
    endings: Sequence[tuple[signal.Signals, float]]

    def __init__(self, layout: Layout, place: Place, passwords: dict[str, str]) -> None:
        self.place = place
        self.passwords = passwords
        self.mark = layout.mark
        self.log = layout.log(self.name)
        self.guard = layout.guard(self.name)
        self.data = place.folder / self.name

    @abstractmethod
    def is_main(self, process: Process) -> bool:
        """Is it our server's first process?"""

    @abstractmethod
    def is_part(self, process: Process) -> bool:
        """Is it any process of our server?"""

    @abstractmethod
    def owns_data(self, pid: int) -> bool:
        """Do the data on disk still belong to this process?"""

    @abstractmethod
    def prepare(self, *, volatile: bool, guard: int) -> None:
        """Make ready on disk; no process of the server lives. What it runs inherits the guard."""

    @abstractmethod
    def command(self, port: int, *, volatile: bool) -> list[str]:
        """The command line that starts it. No secret may stand in it."""

    @abstractmethod
    def ask(self, port: int) -> Answer:
        """Ask the server that should listen there."""

    @abstractmethod
    def reset_password(self, *, guard: int) -> None:
        """Make the stopped server take our password."""

    @abstractmethod
    def clean(self, pid: int) -> None:
        """Remove what the dead process left outside the data folder."""

    def main(self) -> int | None:
        """The pid of our living server, whatever became of its data."""
        found = [process.pid for process in living(uid=self._uid) if self.is_main(process)]
        return found[0] if found else None

    def serving(self) -> int | None:
        """The pid of our living server, if the data on disk are its own."""
        pid = self.main()
        return pid if pid and self.owns_data(pid) else None

    def serves_as(self, pid: int) -> bool:
        """As `serving`, where the pid is known: costs a look at one process."""
        process = find(pid)
        ours = process is not None and process.uid == self._uid and self.is_main(process)
        return ours and self.owns_data(pid)

    def parts(self) -> list[int]:
        """Every living process of it."""
        return [process.pid for process in living(uid=self._uid) if self.is_part(process)]

    def status(self, port: int | None) -> ServerStatus:
        pid = self.serving()
        answers = bool(pid and port) and self.ask(port or 0) is Answer.YES
        return ServerStatus(self.name, answers, HOST, port, pid, self.log)

    def end(self) -> None:
        """Stop it with all its processes, whatever state they are in."""
        main = self.main()
        for sign, seconds in self.endings:
            if pid := self.main():
                send([pid], sign)
            if wait_until(self._is_gone, seconds=seconds if pid else ORPHAN_SECONDS):
                break
        else:
            self._kill()
        if main:
            self.clean(main)

    def _kill(self) -> None:
        send(self.parts(), signal.SIGKILL)
        wait_until(self._is_gone, seconds=KILL_SECONDS)

    def _is_gone(self) -> bool:
        return not self.parts()

    def launch(self, port: int, *, volatile: bool, guard: int) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own, writing to its log; it outlives us.

        It inherits the guard's descriptor, so that the lock tells for certain whether any process
        of it still lives, even one that we cannot see.
        """
        self._ready_log()
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                self.place.identity.wrap(self.command(port, volatile=volatile)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=environment(),
                start_new_session=True,
                pass_fds=(guard,),
                umask=0o077,
            )
        # Reaps it when it dies before us: a zombie would look alive to kill(pid, 0).
        threading.Thread(target=child.wait, daemon=True).start()
        return child

    def _ready_log(self) -> None:
        """A log of mode 0600; one old log is kept beside it."""
        private_folder(self.log.parent)
        if self.log.exists() and self.log.stat().st_size > ROTATE_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log.touch(mode=0o600)

    @property
    def _uid(self) -> int:
        return self.place.identity.uid


def environment() -> dict[str, str]:
    """Nothing of ours: a PGPORT or LD_PRELOAD of the caller must not reach the servers."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
