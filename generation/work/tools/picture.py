"""A picture that somebody sent, on its way to an engine."""

from pathlib import Path

from generation.engines.base import Size
from generation.models import Job
from generation.services.pictures import picture_of
from lib.signed_media import StorageDamaged, reading


def first_frame_of(job: Job, *, size: Size, into: Path) -> Path | None:
    """Of exactly the film's size, as a PNG at `into`; None where the film begins with words alone.
    Raises what `picture_of` does; StorageDamaged where it is lost, though nobody ended it."""
    picture = picture_of(job)
    if picture is None:
        return None
    try:
        with reading(picture.key, sha256=picture.digest) as kept:
            _scaled(kept, size, into)
    except FileNotFoundError:
        picture_of(job)  # whoever ended it meanwhile is told apart from a store that lost it
        raise StorageDamaged("no such object") from None
    return into


def _scaled(kept: Path, size: Size, into: Path) -> None:
    """It has the film's shape but for its rounding, so nothing is cut."""
    from PIL import Image

    with Image.open(kept, formats=["PNG"]) as opened:
        whole = opened.convert("RGB")
        whole.resize((size.width, size.height), Image.Resampling.LANCZOS).save(into, "PNG")
