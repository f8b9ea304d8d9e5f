from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from config.demo.stand_ins.videos.asked import Job
from config.demo.stand_ins.videos.farm import Farm
from lib.media.writer import Mp4Writer

FPS = 24


@dataclass
class DrawingFarm(Farm):
    """Draws what it was handed: a picture of somebody in the middle of a field, or the field."""

    folder: Path = Path()

    def film_of(self, job: Job) -> bytes:
        """In the size and length that were asked for."""
        width, height = map(int, str(job.fields["size"]).split("x"))
        frames = int(job.fields["seconds"]) * FPS
        shown = _picture(job.files[0][2], width) if job.files else None
        path = self.folder / f"{job.id}.mp4"
        with Mp4Writer(path, width=width, height=height, fps=FPS) as film:
            for number in range(frames):
                film.write_frame(_frame(width, height, number / frames, shown))
        return path.read_bytes()


def _picture(png: bytes, side: int) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB").resize((side, side)))


def _frame(
    width: int, height: int, share: float, shown: NDArray[np.uint8] | None
) -> NDArray[np.uint8]:
    """A green field under a sky that darkens."""
    frame = np.empty((height, width, 3), np.uint8)
    frame[: height // 2] = (120, 160, round(220 - 80 * share))
    frame[height // 2 :] = (70, round(120 - 30 * share), 60)
    if shown is not None:
        top = (height - shown.shape[0]) // 2
        frame[top : top + shown.shape[0]] = shown
    return frame
