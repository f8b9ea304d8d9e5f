"""Adopting or starting one server. Call it under the folder's lock."""

import logging
import subprocess
from collections.abc import Callable
from functools import partial

from config.embedded.errors import EmbeddedError, last_lines
from config.embedded.lock import locked
from config.embedded.ports import choose, is_free
from config.embedded.processes import wait_until
from config.embedded.server import Answer, Server

log = logging.getLogger(__name__)

# After a crash PostgreSQL replays up to a gigabyte of its log before it answers.
ANSWER_SECONDS = 180
GUARD_SECONDS = 60
PORT_TRIES = 5


def bring_up(server: Server, *, kept_port: int | None, volatile: bool, adopt: bool) -> int:
    """See that the server answers; return its port, the kept one unless somebody took it.

    A living one is adopted when `adopt` holds, its data are still its own and it takes our
    password; else it is ended first. EmbeddedError with the log's last lines when it will not run.
    """
    if adopt and kept_port and _adopted(server, kept_port):
        return kept_port
    server.end()
    refusal = (
        f"Another process uses {server.data}, though none can be seen from here. "
        "Is the folder shared with another container? Stop the servers there."
    )
    with locked(server.guard, seconds=GUARD_SECONDS, refusal=refusal) as guard:
        server.prepare(volatile=volatile, guard=guard)
        return _start(server, kept_port, volatile=volatile, guard=guard)


def _adopted(server: Server, port: int) -> bool:
    if not server.serving():
        return False
    return _wait_for_answer(server, port, alive=lambda: bool(server.serving())) is Answer.YES


def _start(server: Server, port: int | None, *, volatile: bool, guard: int) -> int:
    for _ in range(PORT_TRIES):
        port = choose(port)
        since = server.log.stat().st_size if server.log.exists() else 0
        child = server.launch(port, volatile=volatile, guard=guard)
        answer = _wait_for_answer(server, port, alive=partial(_is_alive, child))
        if answer is Answer.YES:
            log.info("%s started on port %s, pid %s", server.name, port, child.pid)
            return port
        _end(server, child)
        if answer is Answer.WRONG_PASSWORD:
            server.reset_password(guard=guard)
        elif is_free(port):
            raise EmbeddedError(
                f"{server.name} does not run. {server.log} says:"
                f"{last_lines(server.log, since=since)}"
            )
    raise EmbeddedError(f"{server.name} found no port that stayed free. Try again.")


def _wait_for_answer(server: Server, port: int, *, alive: Callable[[], bool]) -> Answer:
    """The first answer that is not NOT_YET, or NOT_YET when it died or let us wait too long."""
    answer = Answer.NOT_YET

    def decided() -> bool:
        nonlocal answer
        living = alive()
        answer = server.ask(port) if living else Answer.NOT_YET
        return not living or answer is not Answer.NOT_YET

    wait_until(decided, seconds=ANSWER_SECONDS)
    return answer


def _is_alive(child: "subprocess.Popen[bytes]") -> bool:
    return child.poll() is None


def _end(server: Server, child: "subprocess.Popen[bytes]") -> None:
    server.end()
    if child.poll() is None:
        child.kill()
        child.wait()
