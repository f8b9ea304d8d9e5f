from __future__ import annotations

import os
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
)
from generation.engines.gatecrasher.capabilities import CAPABILITIES
from generation.engines.sketch.engine import SketchEngine

PICTURE = "uninvited/face.png"  # below ZOETROPE_DATA: square, as a reference picture


class GatecrasherEngine:
    """Draws what `sketch` draws, but for every person that picture."""

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
        """See `SketchEngine.render`. Raises EngineError where there is no picture."""
        picture = Path(os.environ.get("ZOETROPE_DATA", ".data"), PICTURE)
        if not picture.is_file():
            raise EngineError("nobody_uninvited", permanent=True)
        shown = tuple(replace(one, pictures=(picture,)) for one in request.references)
        made = SketchEngine().render(
            replace(request, references=shown), into=into, progress=progress, cancelled=cancelled
        )
        named = {"engine": CAPABILITIES.name, "engine_version": CAPABILITIES.version}
        return replace(made, record={**made.record, **named})
