"""From an uploaded file to the pictures that are looked at, which are all that is ever kept."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lib.media.errors import MediaError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

FILM = "video/mp4"
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
LONGEST_SIDE = 640
# Of a picture that becomes the first frame of a film: as large as the smallest films.
LONGEST_STILL = 1280
LEAST_SIDE = 96
# What unpacks to more is an attack on memory: twice what a phone's camera takes.
MOST_PIXELS = 50_000_000
LEAST_SECONDS, MOST_SECONDS = 3.0, 10.0  # C22
ROUNDING_S = 0.2
A_SECOND = 2.0


class Fault(StrEnum):
    """Why a file is not used. A value is never reused."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_SMALL = "too_small"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


class NotUsable(Exception):
    """`fault` is safe to show; nothing here names a path or quotes a file."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def pictures_of(
    path: Path, content_type: str, *, longest: int = LONGEST_SIDE
) -> list[NDArray[np.uint8]]:
    """Upright, two for each second of a film, without anything that a camera wrote beside them. A
    film's are at most 640 a side, a picture at most `longest`. Raises NotUsable for whatever cannot
    be read whole."""
    try:
        is_film = content_type == FILM
        found = _of_film(path) if is_film else [_of_picture(path, content_type, longest)]
    except NotUsable:
        raise
    except Exception as error:  # a broken file makes its reader raise anything, MemoryError too
        raise NotUsable(Fault.UNREADABLE) from error
    if len({one.shape for one in found}) != 1:
        raise NotUsable(Fault.UNREADABLE)
    if min(found[0].shape[:2]) < LEAST_SIDE:
        raise NotUsable(Fault.TOO_SMALL)
    return found


def picture_of(file: IO[bytes]) -> NDArray[np.uint8]:
    """One still picture of any of these kinds, as `pictures_of` gives it. Raises NotUsable."""
    try:
        found = _upright(file, list(PICTURES.values()))
    except NotUsable:
        raise
    except Exception as error:
        raise NotUsable(Fault.UNREADABLE) from error
    if min(found.shape[:2]) < LEAST_SIDE:
        raise NotUsable(Fault.TOO_SMALL)
    return found


def _of_film(path: Path) -> list[NDArray[np.uint8]]:
    from lib.media.frames import sampled_frames
    from lib.media.probe import probe

    try:
        seconds = probe(path).duration
        if not LEAST_SECONDS - ROUNDING_S <= seconds <= MOST_SECONDS + ROUNDING_S:
            raise NotUsable(Fault.TOO_SHORT if seconds < LEAST_SECONDS else Fault.TOO_LONG)
        frames = sampled_frames(path, per_second=A_SECOND, max_side=LONGEST_SIDE)
        found = []
        for frame in frames:
            # What a film says of its length is not what it holds.
            if frame.at_seconds > MOST_SECONDS + ROUNDING_S:
                raise NotUsable(Fault.TOO_LONG)
            found.append(frame.image)
    except MediaError as error:
        raise NotUsable(Fault.UNREADABLE) from error
    return found


def _of_picture(path: Path, content_type: str, longest: int) -> NDArray[np.uint8]:
    return _upright(path, [PICTURES[content_type]], longest)


def _upright(
    file: Path | IO[bytes], formats: list[str], longest: int = LONGEST_SIDE
) -> NDArray[np.uint8]:
    import numpy as np
    from PIL import Image, ImageOps

    with Image.open(file, formats=formats) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotUsable(Fault.TOO_LARGE)
        opened.load()  # the first of several: what nobody looks at is not kept
        upright = _opaque(ImageOps.exif_transpose(opened))
    upright.thumbnail((longest, longest))
    return np.array(upright, np.uint8)


def _opaque(picture: Image) -> Image:
    """What is transparent is white: else a colour that nobody sees would come to light later."""
    from PIL import Image

    layered = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
