from __future__ import annotations

import secrets
from importlib.metadata import version
from pathlib import Path

from generation.engines.base import (
    FPS,
    Cancelled,
    Capabilities,
    Freed,
    Look,
    Progress,
    RenderRequest,
    RenderResult,
    refuse_unsupported,
    storage_error,
)
from generation.engines.remote.clock import Clock, Wait, nothing
from generation.engines.remote.dismissing import dismiss, settle_owed
from generation.engines.remote.faults import taken_on
from generation.engines.remote.fetching import fetch
from generation.engines.remote.film import exact_film
from generation.engines.remote.form import content_of
from generation.engines.remote.gate import Gate
from generation.engines.remote.holding import Held
from generation.engines.remote.keys import key_of
from generation.engines.remote.owed import Debt
from generation.engines.remote.place import Place
from generation.engines.remote.steps import Steps
from generation.engines.remote.submitting import submitted
from generation.engines.remote.videos import Videos
from generation.engines.remote.watching import completed
from generation.engines.remote.wire import Wire

MEGABYTE = 1 << 20


class RemoteEngine:
    """Asks a server, waits, fetches, writes anew, and has it deleted there."""

    def __init__(
        self, capabilities: Capabilities, place: Place, clock: Clock | None = None
    ) -> None:
        self._capabilities = capabilities
        self._place = place
        self._clock = clock or Clock()
        self._gate = Gate(at_once=place.at_once, clock=self._clock)
        self._wire = Wire(place.url, key_of(place))
        self._videos = Videos(self._wire)

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    def render(
        self,
        request: RenderRequest,
        *,
        into: Path,
        progress: Progress,
        cancelled: Cancelled,
        look: Look | None = None,
        freed: Freed | None = None,
    ) -> RenderResult:
        """See `Engine.render`; there is no unfinished film to look at.

        The codes stand in docs/remote-engine.md; permanent are
        `unsupported_request`, `request_refused`, `refused_by_processor` and `stopped_by_processor`.
        """
        refuse_unsupported(request, self._capabilities)
        steps = Steps(progress, cancelled, self._clock)
        wait = Wait(self._clock, seconds=self._place.deadline_seconds, telling=steps)
        wait.look_now()
        if freed is not None:
            freed()  # nothing of it is drawn here, and its server may be slow to take it
        partial = into.with_name(f".{into.name}.{secrets.token_hex(4)}.fetched")
        try:
            with self._gate.place():
                self._fetched(request, partial, wait, steps)
            self._write(partial, request, into, wait, steps)
        except OSError as error:
            raise storage_error(error) from error
        finally:
            partial.unlink(missing_ok=True)
        return RenderResult(into, (), script_is_exact=False, record=self._record(request))

    def tidy(self) -> None:
        """Ask once more for what is still owed to be deleted there; by the clock."""
        settle_owed(self._videos, place=self._place, clock=self._clock)

    def _fetched(self, request: RenderRequest, into: Path, wait: Wait, steps: Steps) -> None:
        content = content_of(request, self._place)
        job = submitted(self._videos, content, wait=wait, idempotent=self._place.idempotent)
        held = Held(self._place, job.id, self._clock)
        ended = False
        try:
            held.note()  # before anything else: whoever ends here leaves a name behind
            wait.beat = held.beat
            with taken_on():
                completed(self._videos, job, wait=wait, tell=steps.seen)
                ended = True
                most = self._place.most_megabytes * MEGABYTE
                fetch(self._wire, job.id, into=into, wait=wait, most_bytes=most)
        finally:
            wait.beat = nothing  # or a later look would hold on to what is settled
            self._dismiss(held.debt, ended=ended)

    def _dismiss(self, debt: Debt, *, ended: bool) -> None:
        dismiss(self._videos, debt, place=self._place, clock=self._clock, ended=ended)

    def _write(
        self, source: Path, request: RenderRequest, into: Path, wait: Wait, steps: Steps
    ) -> None:
        def tell(share: float) -> None:
            wait.look()
            steps.written(share)

        exact_film(source, request, into=into, place=self._place, tell=tell)
        steps.finished()

    def _record(self, request: RenderRequest) -> dict[str, str | int | float]:
        """A film from elsewhere cannot be promised to come again: what was asked is all we know."""
        return {
            "engine": self._place.name,
            "engine_version": self._place.version,
            "remote_model": self._place.model,
            "dialect": self._place.dialect.value,
            "seed": request.seed,
            "size": request.size.value,
            "seconds": request.seconds,
            "fps": FPS,
            "people": len(request.references),
            **{f"library_{name}": version(name) for name in ("av", "httpx", "pillow")},
        }
