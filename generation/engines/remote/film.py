"""From whatever a server sent to a film of this house: exact in size, length, rate and sound.

It is decoded apart, as any film of a stranger, and written anew: nothing of its container is kept,
neither what its maker wrote there nor tracks that nobody looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generation.engines.base import FPS, EngineError, RenderRequest
from generation.engines.remote.place import Place
from lib.media.apart.gone import DecoderGone
from lib.media.errors import MediaError
from lib.media.writer import Mp4Writer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lib.media.probe import MediaInfo

    Picture = NDArray[np.uint8]

# Models make 4k+1 or 8k+1 frames: 89 of 96 is 0.3 s. The last picture is held for what is missing.
SHORT_S = 0.5
LONG_S = 1.0  # cut off
# 480x832 is 2.6 % off 720x1280, 832x480 as much; the rest is cut off at the sides.
SHAPE = 0.05
SMALLEST_SHARE = 0.25  # of the wanted sides: less is no film of that size

Tell = Callable[[float], None]


def exact_film(
    source: Path, request: RenderRequest, *, into: Path, place: Place, tell: Tell
) -> None:
    """Writes `into`, or nothing. `tell` gets shares, 0 to 1, and may raise. Raises EngineError,
    OSError."""
    from lib.media.apart.shape import shape_apart

    try:
        info, sounds = shape_apart(source)
        _refuse_other(info, request, place)
        if place.sound and not sounds:
            raise EngineError("sound_missing", permanent=False)
        _written(source, request, into, place, tell)
    except MediaError:
        raise EngineError("film_unreadable", permanent=False) from None
    except DecoderGone as gone:
        raise EngineError(gone.code, permanent=False) from None


def _written(source: Path, request: RenderRequest, into: Path, place: Place, tell: Tell) -> None:
    from lib.media.apart.full_sound import full_sound_apart

    size = (request.size.width, request.size.height)
    total = request.seconds * FPS
    with Mp4Writer(into, width=size[0], height=size[1], fps=FPS) as film:
        if place.sound:
            sound = full_sound_apart(source)
            if sound is None:
                raise EngineError("sound_missing", permanent=False)
            film.write_audio(sound)
        for number, picture in enumerate(_evenly(source, size, total)):
            film.write_frame(picture)
            tell((number + 1) / total)


def _evenly(source: Path, size: tuple[int, int], total: int) -> Iterator[Picture]:
    """Just `total` pictures, FPS a second; one is held until the next comes. Raises EngineError
    where the last of them comes too early: what a header says is no length."""
    from lib.media.apart.reading import sampled_frames_apart

    given, held = 0, None
    for frame in sampled_frames_apart(source, per_second=FPS):
        while held is not None and given < min(frame.index, total):
            yield held
            given += 1
        if given >= total:
            return
        held = _fitted(frame.image, size)
        last = frame.index + 1
    if held is None or last < total - SHORT_S * FPS:
        raise EngineError("wrong_film", permanent=False)
    for _ in range(given, total):
        yield held


def _fitted(image: Picture, size: tuple[int, int]) -> Picture:
    """Scaled until it covers `size`, the middle of it."""
    import numpy as np
    from PIL import Image

    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    scale = min(width / size[0], height / size[1])
    across, down = size[0] * scale, size[1] * scale
    left, top = (width - across) / 2, (height - down) / 2
    box = (left, top, left + across, top + down)
    picture = Image.fromarray(image).resize(size, Image.Resampling.LANCZOS, box=box)
    return np.asarray(picture, np.uint8)


def _refuse_other(info: MediaInfo, request: RenderRequest, place: Place) -> None:
    """Another length, or another picture, than was asked for."""
    asked = place.seconds[request.seconds]
    length = request.seconds - SHORT_S <= info.duration <= asked + LONG_S
    shape = (info.width / info.height) / (request.size.width / request.size.height)
    share = min(info.width / request.size.width, info.height / request.size.height)
    if not length or abs(shape - 1) > SHAPE or share < SMALLEST_SHARE or info.fps < 1:
        raise EngineError("wrong_film", permanent=False)
