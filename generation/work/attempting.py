"""One try at one stage, whatever becomes of it."""

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import DatabaseError, connection
from dramatiq.middleware import Interrupt, Shutdown
from structlog.contextvars import bound_contextvars

from cameos.capabilities.tokens import CapabilityRefused
from cameos.references.errors import NoReference
from generation import limits
from generation.engines.base import (
    LATE_REFUSAL,
    REQUEST_FAULTS,
    EngineError,
    MachineFault,
    RenderCancelled,
)
from generation.engines.registry import UnknownEngine
from generation.failures import Failure, FailureCode
from generation.services.pictures import InputImageGone
from generation.services.withdrawn import SourceGone
from generation.work import settling
from generation.work.claiming import put_off_for
from generation.work.heartbeat import beating
from generation.work.lease import Lease, LostLease
from generation.work.leftovers import remove_unclaimed
from generation.work.putting import NotKept
from generation.work.unusable import met_by, set_aside
from lib.ids import IdKind, encode
from lib.media.errors import MediaError
from lib.signed_media import NOT_DONE, StorageCode, StorageFault, code_of

log = structlog.get_logger(__name__)

# Codes by which engines say that something ran out; anything else in passing is a fault of ours.
FULL = "capacity"  # whoever draws has its hands full, and says so at once
NO_ROOM = frozenset({FULL, "out_of_memory", "storage_full"})


REFUSED_AS = {
    **dict.fromkeys(REQUEST_FAULTS, FailureCode.ENGINE_REFUSED),
    LATE_REFUSAL: FailureCode.ENGINE_STOPPED,
}
# What it was to be made of is not there any more.
GONE: dict[type[BaseException], FailureCode] = {
    SourceGone: FailureCode.SOURCE_GONE,
    InputImageGone: FailureCode.INPUT_IMAGE_GONE,
}


class Halted(Exception):
    """Staff stopped its engine: it keeps its place, and no attempt is counted."""


class Delayed(Exception):
    """It cannot be done now, by no fault of the job: it is held and tried again."""


def attempt(lease: Lease, work: Callable[[Lease], None]) -> None:
    """Do `work` under the lease and record how it ended; raises only to say "told to stop"."""
    job = encode(IdKind.GENERATION, lease.job_id)
    with bound_contextvars(job=job, stage=lease.stage.value, attempt=lease.number):
        try:
            _run(lease, work)
        except LostLease:
            log.warning("attempt_lost")
        finally:
            # Only what no row claims goes: after a success nothing.
            _clean_up(lease)


def _run(lease: Lease, work: Callable[[Lease], None]) -> None:
    try:
        with beating(lease):
            work(lease)
    except RenderCancelled:
        settling.cancelled(lease)
    except CapabilityRefused:
        settling.unconsented(lease)
    except Delayed:
        settling.delayed(lease)
    except Halted:
        settling.released(lease)
    except StorageFault as error:
        _wait_for_store(lease, error)
    except Shutdown:
        _drop_connection()
        settling.released(lease)
        raise
    except (Exception, Interrupt) as error:
        if isinstance(error, LostLease):
            raise
        if isinstance(error, Interrupt):
            _drop_connection()
        failure = failure_of(error)
        foreseen = isinstance(error, EngineError | UnknownEngine | StorageFault | NotKept)
        log.warning("attempt_failed", error=failure.detail_code, exc_info=not foreseen)
        if isinstance(error, MachineFault | UnknownEngine):
            _set_aside(lease, error)
            _wait_or_fail(lease, failure)
        elif failure.detail_code == FULL:
            _wait_or_fail(lease, failure, rest=limits.RESEND_AFTER)
        else:
            settling.failed(lease, failure)


def _wait_or_fail(lease: Lease, failure: Failure, *, rest: timedelta | None = None) -> None:
    """It says nothing about the job, so it costs no attempt; but not for ever. Where it is no
    matter of time but of this machine it has no `rest`: another worker takes it at once."""
    code = failure.detail_code
    if put_off_for(lease.job_id, lease.stage, code) >= limits.FULL_FOR:
        settling.failed(lease, failure)
    elif rest is None:
        settling.released(lease, error_code=code)
    else:
        settling.put_off(lease, error_code=code, rest=rest)


def _set_aside(lease: Lease, error: MachineFault | UnknownEngine) -> None:
    for engine in lease.rows().values_list("engine", flat=True):
        what = error.what if isinstance(error, MachineFault) else "not in the engines file"
        set_aside(engine, code=failure_of(error).detail_code, what=what)
    met_by(lease.job_id)


def _wait_for_store(lease: Lease, error: StorageFault) -> None:
    """Nothing is lost by waiting: a drawn film is held, one that is not drawn yet is put off."""
    log.warning("attempt_without_store", error=error.code.value)
    if not error.passes:
        settling.failed(lease, failure_of(error))
    elif lease.stage in settling.HELD_STAGES:
        settling.delayed(lease, error_code=error.code.value)
    else:
        settling.put_off(lease, error_code=error.code.value, rest=limits.RESEND_AFTER)


def failure_of(error: BaseException) -> Failure:
    """What to keep of a fault. Its message is never kept: it may hold a prompt or a path."""
    if isinstance(error, EngineError):
        if refused := REFUSED_AS.get(error.code):
            return Failure(refused, error.code, permanent=True)
        short = error.code in NO_ROOM
        code = FailureCode.CAPACITY if short else FailureCode.INTERNAL
        return Failure(code, error.code, permanent=error.permanent)
    if gone := GONE.get(type(error)):
        return Failure(gone, gone.value, permanent=True)
    if code_of(error) == StorageCode.FULL:
        return Failure(FailureCode.CAPACITY, StorageCode.FULL.value, permanent=False)
    lasting = isinstance(error, NoReference) and error.permanent
    return Failure(FailureCode.INTERNAL, _code_of(error), permanent=lasting)


def _code_of(error: BaseException) -> str:
    if isinstance(error, UnknownEngine):
        return "unknown_engine"
    if isinstance(error, MediaError | NoReference | StorageFault | NotKept):
        return str(error.code)
    return type(error).__name__


def _clean_up(lease: Lease) -> None:
    try:
        remove_unclaimed(lease.outgoing)
    except (DatabaseError, *NOT_DONE) as error:
        log.warning("clean_up_left_to_the_sweeper", error=type(error).__name__)


def _drop_connection() -> None:
    """An interrupt may have struck in the middle of a query."""
    if not connection.in_atomic_block:
        connection.close()
