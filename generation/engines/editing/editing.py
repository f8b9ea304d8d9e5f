from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generation.engines.base import FPS, Cancelled, Progress, Size
from generation.engines.editing.pictures import pictures
from generation.engines.editing.sound import sounds
from generation.engines.editing.takes import Segment
from generation.engines.pace import Pace
from lib.media.writer import Mp4Writer

NAME, VERSION = "editing", "1"


def edit(
    segments: Sequence[Segment], *, size: Size, into: Path, progress: Progress, cancelled: Cancelled
) -> int:
    """One after the other, to the frame and to the sample. Returns how many frames it has.

    Raises RenderCancelled, MediaError for what cannot be read, OSError.
    """
    segments = [segment for segment in segments if segment.frames]
    total = sum(segment.frames for segment in segments)
    pace, number = Pace(total_frames=total, progress=progress, cancelled=cancelled), 0
    with Mp4Writer(into, width=size.width, height=size.height, fps=FPS) as film:
        for segment, sound in zip(segments, sounds(segments, pace.go_on), strict=True):
            film.write_audio(sound)
            for picture in pictures(segment, pace.go_on):
                pace.before_frame(number)
                film.write_frame(picture)
                number += 1
    pace.finished()
    return total
