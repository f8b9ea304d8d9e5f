"""A worker that could draw nothing of what its operator lists, or not judge what it draws (G26),
does not start."""

from collections.abc import Iterator
from typing import Any

import structlog
from django.conf import settings
from dramatiq import Middleware

log = structlog.get_logger(__name__)

# Whoever draws would draw for nobody, and whoever looks would hold it all.
DRAWS = "render"
TIDIES = "default"
QUEUES = frozenset({DRAWS, "inspect"})
MISCONFIGURED = 78  # EX_CONFIG of sysexits.h; the supervisor starts it no more (config/stack)


class RefuseUnready(Middleware):
    """Ends the process before it takes its first message, and says why."""

    def before_worker_boot(self, broker: Any, worker: Any) -> None:
        """Raises SystemExit."""
        queues = QUEUES & set(worker.consumer_whitelist or QUEUES)
        if queues:
            refuse_unready(draws=DRAWS in queues)


class TellUnreachable(Middleware):
    """Whoever asks processors to delete needs their keys as much as those who draw there."""

    def before_worker_boot(self, broker: Any, worker: Any) -> None:
        if TIDIES in (worker.consumer_whitelist or {TIDIES}):
            tell_unreachable()


class LeaveOneThread(Middleware):
    """Tells those who choose what is drawn next how many threads this worker has."""

    def before_worker_boot(self, broker: Any, worker: Any) -> None:
        from generation.work.elsewhere import leave_one_of

        leave_one_of(worker.worker_threads)


def tell_unreachable() -> None:
    """It serves all the same: the rest of its queue has nothing to do with them."""
    from generation.engines.registry import unreachable

    for name, fault in unreachable():
        log.error("processor_cannot_be_asked", engine=name, error=fault.code, what=fault.what)


def refuse_unready(*, draws: bool = True) -> None:
    """Raises SystemExit where an engine can draw anything and what must judge that is not there;
    and of who `draws` where no engine of the engines file could be used. Where some can be, the
    others are set aside, as they are when it shows at a job."""
    reasons = [*_unjudged(), *(_undrawn() if draws else ())]
    for why in reasons:
        log.critical("worker_not_ready", why=why)
    if reasons:
        raise SystemExit(MISCONFIGURED)


def _undrawn() -> Iterator[str]:
    from generation.engines.registry import unready
    from generation.work.unusable import set_aside

    found = dict(unready())
    faults = {name: fault for name, fault in found.items() if fault is not None}
    if len(faults) == len(found):
        yield from (f"[{name}] {fault.code}: {fault.what}" for name, fault in faults.items())
        return
    for name, fault in faults.items():
        set_aside(name, code=fault.code, what=fault.what)


def _unjudged() -> Iterator[str]:
    if not _draws_anything():
        return
    from moderation.inspection.readiness import faults, unassessed

    yield from faults()
    # Under development such films are held, which is a way to try an engine out.
    if settings.PRODUCTION:
        yield from (f"nobody looks for {category.value} in frames" for category in unassessed())


def _draws_anything() -> bool:
    from generation.engines.registry import capabilities_of, engine_names

    return any(not capabilities_of(name).content_bounded for name in engine_names())
