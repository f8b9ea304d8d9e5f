"""A worker's hold on a job, and the fence around it."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Greatest, Now

from generation import limits, notices
from generation.engines.base import RenderCancelled
from generation.models import Job
from generation.stages import STATES, Stage

T = TypeVar("T")
PAUSE_SECONDS = 0.5


class LostLease(Exception):
    """Somebody else has the job by now, or nobody: this worker may write nothing more."""


class Lease:
    """The right to work on one stage of one job, as long as it is renewed.

    Every method that writes or looks raises LostLease once the row says otherwise, or once the
    database was away for as long as the lease lasts. Used by the worker's thread and its
    heartbeat's.
    """

    def __init__(self, job: Job, *, stage: Stage, number: int) -> None:
        self.job_id: UUID = job.pk
        self.stage = stage
        self.number = number
        self.engine = job.engine if job.is_drawn else ""  # nothing is drawn of what is only cut
        self.outgoing: list[str] = []
        self._points = job.progress
        self._told_points = job.progress
        self._told_at = 0.0
        self._renewed_at = time.monotonic()
        self._cancelled_at: datetime | None = None
        self._lost = False
        self._lock = threading.RLock()

    def rows(self) -> QuerySet[Job]:
        """The fence: the job's row while it bears this worker's token, else nothing."""
        return Job.objects.filter(
            pk=self.job_id, attempt_number=self.number, state=STATES[self.stage].working
        )

    def reach(self, points: int) -> None:
        """The job came to `points` of 100; written and told at most once a second."""
        self._points = min(points, limits.FINISH_ENDS_AT)
        if self.idle_seconds() >= limits.RENEW_EVERY_SECONDS:
            self.renew()

    def renew(self) -> None:
        """Hold on to the job and say how far it is."""
        with self._lock:
            self._unless_away(self._renew)

    def cancelled(self) -> bool:
        """Whether somebody asked this job to stop."""
        self.finds()
        return self.was_cancelled

    def finds(self, **facts: BaseExpression) -> frozenset[str]:
        """Which of these conditions on the job's row hold, asked in one statement with what
        `was_cancelled` says from then on; none while the database is away for a moment."""
        found: set[str] = set()
        with self._lock:
            self._unless_away(lambda: found.update(self._look(facts)))
        return frozenset(found)

    @property
    def was_cancelled(self) -> bool:
        """As of the last question."""
        return self._cancelled_at is not None

    def stop_if_cancelled(self) -> None:
        """Raises RenderCancelled."""
        if self.cancelled():
            raise RenderCancelled

    def idle_seconds(self) -> float:
        """How long ago the lease was renewed."""
        return time.monotonic() - self._renewed_at

    @contextmanager
    def writing(self) -> Iterator[Job]:
        """A transaction around the job's locked row, for as long as it is ours to write."""
        with transaction.atomic():
            job = self.rows().select_for_update().first()
            if job is None:
                self._lose()
            yield job

    def _renew(self) -> None:
        now = time.monotonic()
        with transaction.atomic():
            changed = self.rows().update(
                leased_until=Now() + limits.LEASE, progress=Greatest("progress", self._points)
            )
            if not changed:
                self._lose()
            if self._is_news(now):
                notices.tell_progress(Job.objects.get(pk=self.job_id))
                self._told_points, self._told_at = self._points, now
        self._renewed_at = now

    def _is_news(self, now: float) -> bool:
        further = self._points - self._told_points >= limits.PROGRESS_EVENT_POINTS
        return further and now - self._told_at >= limits.PROGRESS_EVENT_SECONDS

    def _look(self, facts: Mapping[str, Any]) -> list[str]:
        row = self.rows().annotate(**facts).values("cancel_requested_at", *facts).first()
        if row is None:
            self._lose()
        self._cancelled_at = row["cancel_requested_at"]
        return [name for name in facts if row[name]]

    def _unless_away(self, step: Callable[[], None]) -> None:
        """A database that is restarted costs no render, as long as the lease may still stand."""
        if self._lost:
            raise LostLease
        try:
            step()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or self.idle_seconds() > limits.LEASE.total_seconds():
                self._lose()
            connection.close()

    def _lose(self) -> NoReturn:
        self._lost = True
        raise LostLease


def patiently(write: Callable[[], T]) -> T:
    """The result of `write`, tried again while the database is away, within a lease's time.

    Only for writes that a guard makes harmless when they are done twice.
    """
    deadline = time.monotonic() + limits.LEASE.total_seconds() / 2
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > deadline:
                raise
            connection.close()
            time.sleep(PAUSE_SECONDS)
