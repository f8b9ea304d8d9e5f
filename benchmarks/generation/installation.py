"""The whole product as processes, with the card that is elsewhere in its render worker."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg

from benchmarks.generation import card
from config.demo.act1.people import arrive
from config.demo.person import Person
from config.demo.world import World
from config.embedded import Endpoints
from config.stack import programs as listing
from config.stack.ports import free_port
from config.stack.programs import Program
from config.stack.stack import Stack

ATTEMPTS = """
SELECT a.stage, extract(epoch FROM a.started_at)::float8, extract(epoch FROM a.ended_at)::float8,
    a.outcome, a.error_code
FROM generation_attempt a JOIN generation_job j ON j.id = a.job_id
WHERE j.created_at >= to_timestamp(%s) ORDER BY a.started_at
"""
STATES = """
SELECT state, count(*) FROM generation_job WHERE created_at >= to_timestamp(%s) GROUP BY state
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One attempt at one stage; `ended` is None while it goes on."""

    stage: str
    started: float
    ended: float | None
    outcome: str
    code: str


class Installation:
    def __init__(self, stack: Stack, folder: Path) -> None:
        self.stack = stack
        self.card = folder / "card"
        self._world = World(stack, folder)
        endpoints = Endpoints.load(stack.home)
        if endpoints is None:
            raise LookupError("its servers are not running")
        self._url = endpoints.database_url("worker")

    def people(self, count: int) -> list[Person]:
        """So many more adults."""
        known = len(self._world.people)
        for number in range(known, known + count):
            arrive(self._world, f"maker{number}", age=30)
        return list(self._world.people.values())[known:]

    def attempts(self, since: float, stage: str | None = None) -> list[Row]:
        """Of the jobs that were asked for since then, in the order of their beginning."""
        rows = [Row(*row) for row in self._ask(ATTEMPTS, since)]
        return [row for row in rows if stage in (None, row.stage)]

    def states(self, since: float) -> dict[str, int]:
        return dict(self._ask(STATES, since))

    def calls(self) -> Path:
        return self.card / card.CALLS

    def _ask(self, words: Any, since: float) -> list[Any]:
        with psycopg.connect(self._url) as connection:
            return connection.execute(words, (since,)).fetchall()


@contextmanager
def installation(
    folder: Path, environment: dict[str, str], *, threads: int | None = None
) -> Iterator[Installation]:
    """Everything below `folder`; gone when it is left. `threads`: of the render worker, other than
    it has; with one, no film is drawn while the one before is written."""
    os.environ.update(environment)
    stack = Stack(home=folder / "home", port=free_port())
    with patch("config.stack.stack.programs", partial(_with_card, threads)):
        try:
            stack.start()
            yield Installation(stack, folder)
        finally:
            stack.stop()


def _with_card(threads: int | None, **places: Any) -> list[Program]:
    return [_carded(program, threads) for program in listing.programs(**places)]


def _carded(program: Program, threads: int | None) -> Program:
    """The worker imports it beside its tasks."""
    if program.name != "worker-render":
        return program
    command = [*program.command, card.__name__]
    if threads is not None:
        command[command.index("--threads") + 1] = str(threads)
    return replace(program, command=tuple(command))
