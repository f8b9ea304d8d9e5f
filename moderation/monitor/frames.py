"""A few small pictures of a film, as JPEG."""

from io import BytesIO
from pathlib import Path

SIDE = 384  # pixels of the longer side: one tile of the usual vision encoders
QUALITY = 70


def jpegs(path: Path, *, count: int) -> tuple[bytes, ...]:
    """`count` frames, evenly spread, in order. Raises MediaError."""
    from lib.media.frames import frames_at
    from lib.media.probe import probe

    duration = probe(path).duration
    times = tuple(duration * (number + 0.5) / count for number in range(count))
    return tuple(_jpeg(frame.image) for frame in frames_at(path, times, max_side=SIDE))


def _jpeg(image: object) -> bytes:
    from PIL import Image

    file = BytesIO()
    Image.fromarray(image).save(file, "JPEG", quality=QUALITY)  # type: ignore[arg-type]
    return file.getvalue()
