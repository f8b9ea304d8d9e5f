from __future__ import annotations

import errno
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from PIL.Image import Image

from generation.engines.base import (
    FPS,
    Cancelled,
    Capabilities,
    EngineError,
    Look,
    Progress,
    RenderRequest,
    RenderResult,
    refuse_unsupported,
)
from generation.engines.pace import Pace
from generation.engines.sketch.capabilities import CAPABILITIES
from generation.engines.sketch.parse import parse
from generation.engines.sketch.people import faces_of, nameless
from generation.engines.sketch.play.picture import Picture
from generation.engines.sketch.scene import Scene
from generation.engines.sketch.sound.ambience import Ambience
from generation.engines.sketch.sound.mix import Mix
from generation.engines.sketch.sound.speech import Speech, spoken
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
    ) -> RenderResult:
        """See `Engine.render`. Codes: `unsupported_request` (permanent), `reference_unreadable`,
        `speech_unavailable`, `storage_full`, `storage_unwritable`. All voices are eSpeak's own."""
        refuse_unsupported(request, CAPABILITIES)
        pace = Pace(total_frames=request.seconds * FPS, progress=progress, cancelled=cancelled)
        pace.before_frame(0)
        text = nameless(request.prompt, request.references)
        scene = parse(text)
        faces = faces_of(request.references)
        speeches = spoken(request.prompt, seconds=request.seconds)
        pace.stop_if_cancelled()
        try:
            _film(replace(request, prompt=text), scene, speeches, into=into, pace=pace, faces=faces)
        except OSError as error:
            full = error.errno in STORAGE_FULL
            code = "storage_full" if full else "storage_unwritable"
            raise EngineError(code, permanent=False) from error
        pace.finished()
        script = tuple(speech.line for speech in speeches)
        return RenderResult(into, script, script_is_exact=True, record=_record(request))


def _film(
    request: RenderRequest,
    scene: Scene,
    speeches: tuple[Speech, ...],
    *,
    into: Path,
    pace: Pace,
    faces: Sequence[Image] = (),
) -> None:
    seed = request.seed % 2**63
    width, height = request.size.width, request.size.height
    picture = Picture(
        scene, text=request.prompt, width=width, height=height, seconds=request.seconds, seed=seed,
        faces=faces,
    )  # fmt: skip
    sound = Mix(Ambience(scene, seconds=request.seconds, seed=seed), speeches)
    with Mp4Writer(into, width=width, height=height, fps=FPS) as film:
        for number in range(request.seconds * FPS):
            pace.before_frame(number)
            if number % FPS == 0:
                film.write_audio(sound.block(number // FPS * SAMPLE_RATE, SAMPLE_RATE))
            film.write_frame(picture.at(number / FPS))


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
