"""A worker's hold on an archive, and the fence around it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import timedelta
from uuid import UUID

import structlog
from django.db import DatabaseError, connection, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Export, ExportState
from accounts.models.exports import ON_THE_WAY
from accounts.services.exports import KEEPER, end, owe_erasure
from audit.services import record
from lib.signed_media import new_key
from lib.states import advance

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
RENEW_EVERY = 20.0  # seconds
MOST_ATTEMPTS = 5  # that failed, or whose worker died
PAUSE = timedelta(minutes=1)  # before what failed is tried again, longer each time
FOLDER = "out/exports"


class Lost(Exception):
    """Somebody else has the archive by now, or nobody: this worker writes nothing more."""


def claim(export_id: UUID) -> Export | None:
    """The row with this attempt's number and key, or None where there is nothing to do."""
    now = timezone.now()
    with transaction.atomic():
        rows = Export.objects.select_for_update(skip_locked=True, of=("self",))
        row = rows.select_related("person").filter(pk=export_id, state__in=ON_THE_WAY).first()
        if row is None or (row.leased_until is not None and row.leased_until > now):
            return None
        if not row.person.is_active:
            end(row, actor=KEEPER, reason="the account is shut out")
            return None
        left = row.left_now()
        if row.state == ExportState.BUILDING:
            advance(row, to=ExportState.WAITING, actor=KEEPER, reason="its worker went away")
        if row.attempt >= MOST_ATTEMPTS:
            _fail(row, left)
            return None
        advance(
            *(row,), to=ExportState.BUILDING, actor=KEEPER, reason="taken", left=left,
            attempt=row.attempt + 1, leased_until=now + LEASE, parts_done=0, parts_total=0,
            storage_key=new_key(FOLDER, ".zip"),
        )  # fmt: skip
    return row


def _fail(row: Export, left: dict[str, str]) -> None:
    code = row.error_code or "internal"
    advance(
        *(row,), to=ExportState.FAILED, actor=KEEPER, reason="tried too often", left=left,
        storage_key="", error_code=code, leased_until=None,
    )  # fmt: skip
    record("accounts.export.failed", actor=KEEPER, target=row.person.public_id, code=code)
    owe_erasure(row)


def put_back(row: Export, code: str) -> None:
    """For another attempt, which the clock asks for."""
    with transaction.atomic():
        found = held(row).select_related("person").select_for_update(of=("self",)).first()
        if found is None:
            return
        left = found.left_now()
        advance(
            *(found,), to=ExportState.WAITING, actor=KEEPER, reason="it failed", left=left,
            storage_key="", error_code=code, leased_until=None,
            again_at=timezone.now() + PAUSE * found.attempt,
        )  # fmt: skip
        if found.attempt >= MOST_ATTEMPTS:
            _fail(found, left)


def held(row: Export) -> QuerySet[Export]:
    """The fence: the row while it bears this attempt's number."""
    return Export.objects.filter(pk=row.pk, attempt=row.attempt, state=ExportState.BUILDING)


class Beat:
    """Renews the lease and says how far it is. Called at each piece of work, which is where the
    worker learns by Lost that the archive is somebody else's, or nobody's."""

    def __init__(self, row: Export) -> None:
        self._row = row
        self._at = time.monotonic()
        self._done = 0
        self._lost = False
        self._lock = threading.Lock()
        self.parts = 0

    def __call__(self) -> None:
        if self._lost:
            raise Lost
        if self.idle() >= RENEW_EVERY:
            self.now()

    def part(self) -> None:
        """One more part is done."""
        self._done += 1
        self()

    def now(self) -> None:
        """Renew at once. Raises Lost."""
        with self._lock:
            changed = held(self._row).update(
                leased_until=timezone.now() + LEASE, parts_done=self._done, parts_total=self.parts
            )
            self._lost = self._lost or not changed
            self._at = time.monotonic()
        if self._lost:
            raise Lost

    def idle(self) -> float:
        """Seconds since it was renewed."""
        return time.monotonic() - self._at

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        """Renew also while the worker is in a step that tells nothing: fetching or sending a large
        file. Within a transaction it does nothing, for its own connection would not see the row."""
        if connection.in_atomic_block:
            yield
            return
        stopped = threading.Event()
        thread = threading.Thread(
            target=copy_context().run, args=(self._keep_on, stopped), daemon=True
        )
        thread.start()
        try:
            yield
        finally:
            stopped.set()
            thread.join()

    def _keep_on(self, stopped: threading.Event) -> None:
        try:
            while not stopped.wait(RENEW_EVERY / 2):
                if self.idle() >= RENEW_EVERY:
                    self._once()
        except Lost:
            return
        finally:
            connections.close_all()

    def _once(self) -> None:
        """A database that is away for a moment costs no archive."""
        try:
            self.now()
        except DatabaseError as error:
            log.warning("export_not_renewed", error=type(error).__name__)
            connection.close()
