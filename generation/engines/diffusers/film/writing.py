from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from generation.engines.base import FPS, RenderRequest, storage_error
from generation.engines.diffusers.course import Course
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.film.heard import Heard
from generation.engines.diffusers.film.retiming import retimed
from generation.engines.diffusers.film.scaling import scaled
from lib.media.writer import Mp4Writer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def write_film(
    into: Path,
    clip: NDArray[np.uint8],
    heard: Heard,
    *,
    request: RenderRequest,
    fps: int,
    threads: int,
    course: Course,
) -> None:
    """Picture by picture; raises EngineError `film_too_short`, `storage_full`,
    `storage_unwritable`, and `RenderCancelled`."""
    if len(clip) < request.seconds * fps:
        raise failed(Fault.FILM_TOO_SHORT)
    try:
        _write(into, clip, heard, request=request, fps=fps, threads=threads, course=course)
    except OSError as error:
        raise storage_error(error) from error


def _write(
    into: Path, clip: NDArray[np.uint8], heard: Heard, *, request: RenderRequest, fps: int,
    threads: int, course: Course,
) -> None:  # fmt: skip
    size, wanted = request.size, request.seconds * FPS
    with Mp4Writer(into, width=size.width, height=size.height, fps=FPS, threads=threads) as film:
        for number, frame in enumerate(retimed(clip, fps=fps, seconds=request.seconds)):
            course.within(Course.DECODED, Course.ENCODED, number / wanted)
            sound = heard.block(number // FPS) if number % FPS == 0 else None
            if sound is not None:
                film.write_audio(sound)
            film.write_frame(scaled(frame, size))
