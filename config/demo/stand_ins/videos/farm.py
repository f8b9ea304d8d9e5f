from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.demo.stand_ins.videos.asked import Asked, File, Job

if TYPE_CHECKING:
    from config.demo.stand_ins.videos.handler import Handler

Deed = Callable[["Handler", Asked, Job | None], None]


@dataclass
class Farm:
    """`instead`: what it does in place of answering well, by operation; one after another, the
    last again and again, `None` for a good answer."""

    film: Path | None = None
    looks: int = 2
    made: int = 0
    jobs: dict[str, Job] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    instead: dict[str, list[Deed | None]] = field(default_factory=dict)
    url: str = ""
    stopping: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def does(self, operation: str, *deeds: Deed | None) -> None:
        """From now on, instead of what it should."""
        self.instead[operation] = list(deeds)

    def deed(self, operation: str) -> Deed | None:
        """The next one."""
        with self.lock:
            deeds = self.instead.get(operation) or [None]
            return deeds.pop(0) if len(deeds) > 1 else deeds[0]

    def of(self, operation: str) -> list[Asked]:
        """What was asked of this kind."""
        return [one for one in self.asked if one.operation == operation]

    def created(self, fields: dict[str, Any], files: list[File] | None = None) -> Job:
        """A job under an id of this server."""
        with self.lock:
            self.made += 1
            job = Job(f"video_{self.made:04d}", fields, self.looks, files=files or [])
            self.jobs[job.id] = job
        return job

    def film_of(self, job: Job) -> bytes:
        """What is sent for a job that is done."""
        if self.film is None:
            raise LookupError(job.id)
        return self.film.read_bytes()
