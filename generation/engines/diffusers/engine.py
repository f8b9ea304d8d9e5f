from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generation.engines.base import (
    Cancelled,
    Capabilities,
    EngineError,
    Freed,
    Look,
    Progress,
    RenderRequest,
    RenderResult,
    refuse_unsupported,
)
from generation.engines.diffusers.course import Course
from generation.engines.diffusers.film.writing import write_film
from generation.engines.diffusers.making.making import Made, make
from generation.engines.diffusers.plan import plan_of
from generation.engines.diffusers.settings import Settings


class DiffusersEngine:
    """A model of diffusers as its profile and an operator's settings say. One job at a time."""

    def __init__(self, settings: Settings, capabilities: Capabilities) -> None:
        self._settings = settings
        self.capabilities = capabilities

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
        """See `Engine.render`. Codes: `unsupported_request`, those of `Fault`, `storage_full`,
        `storage_unwritable`, `speech_unavailable`. Whether it is still wanted may be asked at every
        call of the transformer, part that is decoded, block of weights that is hashed, and frame
        that is written."""
        refuse_unsupported(request, self.capabilities)
        request = self._retold(request)
        plan = plan_of(request, self._settings)
        if plan is None:
            raise EngineError("unsupported_request", permanent=True)
        course = Course(progress, cancelled)
        course.reach(0.0)
        made: Made = make(self._settings, plan, course, look, engine=self.capabilities.name)
        if freed is not None:
            freed()
        threads = self._settings.encoder_threads
        write_film(into, made.clip, made.heard, request=request, fps=plan.fps, threads=threads,
                   course=course)  # fmt: skip
        course.finished()
        heard = made.heard
        return RenderResult(into, heard.script, heard.script_is_exact, record=made.record)

    def _retold(self, request: RenderRequest) -> RenderRequest:
        retold = self._settings.profile.retold
        words = retold(request.prompt) if retold else None
        return replace(request, prompt=words) if words else request
