"""A picture of clips side by side, each with what was asked for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Floats = NDArray[np.float32]

SHOWN = 5  # frames of a clip
TIMES = 2  # as large as the model draws
LINE = 16  # pixels for the caption


def sheet(clips: Sequence[tuple[str, Floats]], *, columns: int = 2) -> Image.Image:
    """Clips of one shape together, the widest first in so many columns; narrower ones in as many
    as have room below."""
    rows = [_row(caption, frames) for caption, frames in clips]
    sizes = sorted({row.size for row in rows}, reverse=True)
    width = columns * sizes[0][0]
    blocks = [_block([row for row in rows if row.size == size], width) for size in sizes]
    whole = Image.new("RGB", (width, sum(block.height for block in blocks)), "white")
    top = 0
    for block in blocks:
        whole.paste(block, (0, top))
        top += block.height
    return whole


def _block(rows: Sequence[Image.Image], width: int) -> Image.Image:
    """All of one size."""
    wide, high = rows[0].size
    columns = width // wide
    block = Image.new("RGB", (width, -(-len(rows) // columns) * high), "white")
    for at, row in enumerate(rows):
        block.paste(row, (at % columns * wide, at // columns * high))
    return block


def _row(caption: str, frames: Floats) -> Image.Image:
    picked = frames[np.linspace(0, len(frames) - 1, SHOWN).round().astype(int)]
    strip = np.concatenate(list(np.pad(picked, ((0, 0), (0, 0), (0, 1), (0, 0)))), axis=1)
    picture = Image.fromarray((np.clip(strip, 0, 1) * 255).astype(np.uint8))
    large = picture.resize(
        (picture.width * TIMES, picture.height * TIMES), Image.Resampling.BICUBIC
    )
    row = Image.new("RGB", (large.width + 6, large.height + LINE + 6), "white")
    row.paste(large, (0, LINE))
    ImageDraw.Draw(row).text((2, 2), caption, fill="black")
    return row
