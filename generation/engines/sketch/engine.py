from __future__ import annotations

import errno
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from PIL.Image import Image

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
from generation.engines.sketch.beats import Part, Surroundings, parts_of, spoken_in
from generation.engines.sketch.capabilities import CAPABILITIES
from generation.engines.sketch.people import faces_of
from generation.engines.sketch.play.reel import Reel
from generation.engines.sketch.sound.mix import Mix
from generation.engines.sketch.sound.speech import Speech
from generation.engines.sketch.sound.textures import SAMPLE_RATE
from lib.media.writer import Mp4Writer

LIBRARIES = ("av", "numpy", "pillow", "espeakng-loader")
STORAGE_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class SketchEngine:
    """Draws and speaks with no model at all. One thread, one frame in memory at a time."""

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
        """See `Engine.render`. Codes: `unsupported_request` (permanent), `reference_unreadable`,
        `start_unreadable`,
        `speech_unavailable`, `storage_full`, `storage_unwritable`. All voices are eSpeak's own."""
        refuse_unsupported(request, CAPABILITIES)
        pace = Pace(total_frames=request.seconds * FPS, progress=progress, cancelled=cancelled)
        pace.before_frame(0)
        parts = parts_of(request)
        faces = faces_of(request.references)
        speeches = spoken_in(parts)
        pace.stop_if_cancelled()
        try:
            _film(request, parts, speeches, into=into, pace=pace, faces=faces)
        except OSError as error:
            full = error.errno in STORAGE_FULL
            code = "storage_full" if full else "storage_unwritable"
            raise EngineError(code, permanent=False) from error
        pace.finished()
        script = tuple(speech.line for speech in speeches)
        return RenderResult(into, script, script_is_exact=True, record=_record(request))


def _film(
    request: RenderRequest,
    parts: Sequence[Part],
    speeches: tuple[Speech, ...],
    *,
    into: Path,
    pace: Pace,
    faces: Sequence[Image] = (),
) -> None:
    seed = request.seed % 2**63
    width, height = request.size.width, request.size.height
    reel = Reel(request, parts, seed=seed, faces=faces)
    sound = Mix(Surroundings(parts, seconds=request.seconds, seed=seed), speeches)
    with Mp4Writer(into, width=width, height=height, fps=FPS) as film:
        for number in range(request.seconds * FPS):
            pace.before_frame(number)
            if number % FPS == 0:
                film.write_audio(sound.block(number // FPS * SAMPLE_RATE, SAMPLE_RATE))
            film.write_frame(reel.at(number))


def _record(request: RenderRequest) -> dict[str, str | int | float]:
    return {
        "engine": CAPABILITIES.name,
        "engine_version": CAPABILITIES.version,
        "seed": request.seed,
        "size": request.size.value,
        "seconds": request.seconds,
        "fps": FPS,
        "people": len(request.references),
        **{f"library_{name.replace('-', '_')}": version(name) for name in LIBRARIES},
    }
