from pathlib import Path

from generation.engines.editing.pictures import pictures
from generation.engines.editing.takes import Take


def first_of(take: Take, *, into: Path) -> Path:
    """Its first frame as a PNG."""
    return _still(take.part(0, 1), into)


def last_of(take: Take, *, into: Path) -> Path:
    """Its last frame as a PNG."""
    return _still(take.part(take.frames - 1, take.frames), into)


def _still(take: Take, into: Path) -> Path:
    from PIL import Image

    (picture,) = pictures(take)
    Image.fromarray(picture).save(into, "PNG")
    return into
