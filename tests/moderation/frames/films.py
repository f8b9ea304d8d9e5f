"""Small films whose every second is known."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from lib.media.writer import Mp4Writer
from moderation.detectors.base import Source

FPS = 24
HEIGHT, WIDTH = 144, 256
UPLOADED = Source(draws=None)

Picture = NDArray[np.uint8]


def film(path: Path, scenes: Sequence[tuple[Picture, float]]) -> Path:
    """`scenes`: pictures of one size, each with how many seconds it stands."""
    height, width = scenes[0][0].shape[:2]
    with Mp4Writer(path, width=width, height=height, fps=FPS) as writer:
        for picture, seconds in scenes:
            for _ in range(round(seconds * FPS)):
                writer.write_frame(picture)
    return path


def lettered(*lines: str, height: int = 360, width: int = 640, size: int = 26) -> Picture:
    """White words over a slope of green."""
    rows = np.linspace(40, 110, height)[:, None]
    ground = np.broadcast_to(np.stack([rows * 0.4, rows, rows * 0.6], axis=2), (height, width, 3))
    image = Image.fromarray(ground.astype(np.uint8))
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for number, line in enumerate(lines):
        pen.text((24, 60 + 44 * number), line, "white", font)
    return np.asarray(image)
