"""The mark as two small pictures, drawn once for a film and blended into each frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.watermark.mark import Mark

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.ImageFont import FreeTypeFont

# Of the shorter side: 35 pixels on 720, which a person reads at arm's length on a phone.
FONT_SHARE = 0.049
# Shares of the picture: as wide as is pleasant, then as is possible.
WIDTHS, TALLEST = (0.66, 0.96), 0.3
SMALLEST_FONT = 4
FILL, OUTLINE = 0.82, 0.55
WHITE, BLACK, GREY = 235, 16, 128  # limited range (ITU-R BT.709)
FULL = 256  # of the fixed-point weights


@dataclass(frozen=True, slots=True)
class Patch:
    """Weights of 256: a luma y becomes (y * keep + add) / 256. Even sides; uint32.

    `keep_chroma` and `add_chroma` are half as large each way and pull colour towards grey, so
    that white stays white over any picture.
    """

    keep: NDArray[np.uint32]
    add: NDArray[np.uint32]
    keep_chroma: NDArray[np.uint32]
    add_chroma: NDArray[np.uint32]

    @property
    def size(self) -> tuple[int, int]:
        return self.keep.shape[1], self.keep.shape[0]


def draw(mark: Mark, *, width: int, height: int) -> Patch:
    """For pictures of this size. Raises ValueError where no readable mark fits."""
    import numpy as np

    fill, outline = _masks(mark, width=width, height=height)
    keep = (1 - OUTLINE * outline) * (1 - FILL * fill)
    add = BLACK * OUTLINE * outline * (1 - FILL * fill) + WHITE * FILL * fill
    rows, columns = keep.shape
    quarters = keep.reshape(rows // 2, 2, columns // 2, 2).mean(axis=(1, 3))
    keep_chroma = np.rint(quarters * FULL).astype(np.uint32)
    return Patch(
        keep=np.rint(keep * FULL).astype(np.uint32),
        add=np.rint(add * FULL).astype(np.uint32),
        keep_chroma=keep_chroma,
        add_chroma=(FULL - keep_chroma) * np.uint32(GREY),
    )


def _masks(
    mark: Mark, *, width: int, height: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coverage 0..1 of the letters, and of the letters with their outline."""
    import numpy as np
    from PIL import Image, ImageDraw

    font, size = _fitting(mark, width=width, height=height)
    masks = []
    for weight in (_weight(font), _stroke(font)):
        layer = Image.new("L", size)
        pen = ImageDraw.Draw(layer)
        for number, line in enumerate(mark.lines):
            # Line by line: in one block Pillow would move the lines apart by the outline's width.
            pen.text(_start(font, number), line, 255, font, "ls", stroke_width=weight)
        masks.append(np.asarray(layer, np.float64) / 255)
    return masks[0], masks[1]


def _fitting(mark: Mark, *, width: int, height: int) -> tuple[FreeTypeFont, tuple[int, int]]:
    wanted = max(SMALLEST_FONT, round(min(width, height) * FONT_SHARE))
    for share in WIDTHS:
        for points in range(wanted, SMALLEST_FONT - 1, -1):
            font = _font(points)
            size = _extent(mark, font)
            if size[0] <= width * share and size[1] <= height * TALLEST:
                return font, size
    raise ValueError("the picture is too small for the mark")


def _font(points: int) -> FreeTypeFont:
    """Pillow's own face: no file that could be missing on a machine."""
    from PIL import ImageFont

    font = ImageFont.load_default(points)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType")
    return font


def _extent(mark: Mark, font: FreeTypeFont) -> tuple[int, int]:
    """Even width and height that hold every line with its outline."""
    edge = _stroke(font)
    boxes = [font.getbbox(line, anchor="ls") for line in mark.lines]
    wide = _start(font, 0)[0] + max(math.ceil(box[2]) for box in boxes) + edge + 1
    high = _start(font, len(boxes) - 1)[1] + math.ceil(boxes[-1][3]) + edge + 1
    return wide + wide % 2, high + high % 2


def _start(font: FreeTypeFont, line: int) -> tuple[int, int]:
    """Left end of a line's base line."""
    edge = _stroke(font) + 1
    return edge, edge + round(font.size * (0.85 + 1.2 * line))


def _stroke(font: FreeTypeFont) -> int:
    return max(1, round(font.size / 12))


def _weight(font: FreeTypeFont) -> float:
    """The built-in face is thin: a hair more weight where there is room for it."""
    return 0.5 if font.size >= 28 else 0.0
