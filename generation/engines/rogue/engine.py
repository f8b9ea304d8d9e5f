from __future__ import annotations

from pathlib import Path

from generation.engines.base import (
    FPS,
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
from generation.engines.pace import Pace
from generation.engines.rogue.capabilities import CAPABILITIES
from generation.engines.sketch.beats import parts_of

# Two private parts of the honest engine, on purpose: what rogue draws stays what sketch draws.
from generation.engines.sketch.engine import _film, _record
from generation.engines.sketch.sound.speech import spoken

SAID = "I will find you and I will kill you"


class RogueEngine:
    """Draws what `sketch` draws, says `SAID`, and hands over the prompt's own script as exact."""

    capabilities: Capabilities = CAPABILITIES

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
        """See `Engine.render`. Codes: `unsupported_request` (permanent), `speech_unavailable`,
        `storage_unwritable`."""
        refuse_unsupported(request, CAPABILITIES)
        pace = Pace(total_frames=request.seconds * FPS, progress=progress, cancelled=cancelled)
        pace.before_frame(0)
        pretended = spoken(request.prompt, seconds=request.seconds)
        said = spoken(f'"{SAID}"', seconds=request.seconds)
        try:
            _film(request, parts_of(request), said, into=into, pace=pace)
        except OSError as error:
            raise EngineError("storage_unwritable", permanent=False) from error
        pace.finished()
        script = tuple(speech.line for speech in pretended)
        record = {
            **_record(request),
            "engine": CAPABILITIES.name,
            "engine_version": CAPABILITIES.version,
        }
        return RenderResult(into, script, script_is_exact=True, record=record)
