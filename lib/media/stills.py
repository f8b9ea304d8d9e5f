from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.errors import MediaError, MediaFault
from lib.media.frames import SampledFrame, frames_at
from lib.media.probe import probe

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

POSTER_SIDE = 720
WEBP_QUALITY = 82
LABEL_HEIGHT = 22
GAP = 6


@dataclass(frozen=True, slots=True)
class SpriteSheet:
    """Tile k (row by row) shows the film at `times[k]` seconds. Sizes in pixels."""

    columns: int
    rows: int
    tile_width: int
    tile_height: int
    times: tuple[float, ...]


def poster(
    path: Path, *, into: Path, at_seconds: float | None = None, max_side: int = POSTER_SIDE
) -> float:
    """Writes one frame as WebP and returns its time; by default that a third into the film."""
    wanted = probe(path).duration / 3 if at_seconds is None else at_seconds
    frame = next(frames_at(path, (wanted,), max_side=max_side), None)
    if frame is None:
        raise MediaError(MediaFault.UNREADABLE)
    _save(_picture(frame), into, "WEBP")
    return frame.at_seconds


def spritesheet(
    path: Path, *, into: Path, columns: int = 5, rows: int = 4, tile_width: int = 160
) -> SpriteSheet:
    """Writes columns x rows frames, evenly spread, as one WebP for scrubbing and for moderators."""
    from PIL import Image

    info = probe(path)
    tile_height = max(2, round(tile_width * info.height / info.width))
    times = _spread(info.duration, columns * rows)
    sheet = Image.new("RGB", (columns * tile_width, rows * tile_height))
    seen: list[float] = []
    for frame in frames_at(path, times, max_side=max(tile_width, tile_height)):
        tile = _picture(frame).resize((tile_width, tile_height))
        row, column = divmod(frame.index, columns)
        sheet.paste(tile, (column * tile_width, row * tile_height))
        seen.append(round(frame.at_seconds, 3))
    _save(sheet, into, "WEBP")
    return SpriteSheet(columns, rows, tile_width, tile_height, tuple(seen))


def sheet_of(
    images: Sequence[NDArray[np.uint8]], *, into: Path, tile_width: int = 320
) -> SpriteSheet:
    """Writes pictures of one size (uint8, height x width x 3, RGB) side by side as one WebP; what
    they are of has no times yet. Raises ValueError where there are none."""
    from PIL import Image

    if not images:
        raise ValueError("a sheet of nothing")
    height, width = images[0].shape[:2]
    tile_height = max(2, round(tile_width * height / width))
    sheet = Image.new("RGB", (len(images) * tile_width, tile_height))
    for column, image in enumerate(images):
        tile = Image.fromarray(image).resize((tile_width, tile_height))
        sheet.paste(tile, (column * tile_width, 0))
    _save(sheet, into, "WEBP")
    return SpriteSheet(len(images), 1, tile_width, tile_height, ())


def contact_sheet(
    path: Path, *, into: Path, columns: int = 4, rows: int = 3, tile_side: int = 320
) -> None:
    """A PNG of labelled frames, for people to look at."""
    from PIL import Image, ImageDraw, ImageFont

    info = probe(path)
    scale = tile_side / max(info.width, info.height)
    width, height = round(info.width * scale), round(info.height * scale)
    cell = (width + GAP, height + LABEL_HEIGHT + GAP)
    sheet = Image.new("RGB", (columns * cell[0] + GAP, rows * cell[1] + GAP), "#16181d")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    for frame in frames_at(path, _spread(info.duration, columns * rows), max_side=tile_side):
        row, column = divmod(frame.index, columns)
        left, top = GAP + column * cell[0], GAP + row * cell[1]
        sheet.paste(_picture(frame).resize((width, height)), (left, top))
        pen.text((left + 2, top + height + 3), f"{frame.at_seconds:.2f} s", "#d7dae0", font)
    _save(sheet, into, "PNG")


def _spread(duration: float, count: int) -> tuple[float, ...]:
    return tuple((index + 0.5) * duration / count for index in range(count))


def _picture(frame: SampledFrame) -> Image:
    from PIL import Image

    return Image.fromarray(frame.image)


def _save(image: Image, into: Path, kind: str) -> None:
    """Whole or not at all: a reader never meets half a picture."""
    partial = into.with_name(f".{into.name}.part")
    try:
        image.save(partial, kind, quality=WEBP_QUALITY)
        partial.replace(into)
    finally:
        partial.unlink(missing_ok=True)
