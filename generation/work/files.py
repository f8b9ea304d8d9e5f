"""The files of a job: read and described."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from generation.models import Asset, AssetKind, Job
from lib.media.errors import MediaError, MediaFault
from lib.signed_media import StorageDamaged, reading

VIDEO = "video/mp4"
PICTURE = "image/webp"
SOUND = "audio/mp4"


def described_film(path: Path, *, key: str, job: Job, kind: AssetKind) -> Asset:
    """The unsaved row of an MP4 that comes to lie at `key`. Raises MediaError for a broken one."""
    from lib.media.probe import probe

    info = probe(path)
    return Asset(
        job=job,
        kind=kind,
        storage_key=key,
        sha256=digest(path),
        bytes=info.size,
        mime=VIDEO,
        width=info.width,
        height=info.height,
        duration=round(info.duration, 3),
    )


def described_picture(path: Path, *, key: str, job: Job, kind: AssetKind) -> Asset:
    """The unsaved row of a WebP that comes to lie at `key`."""
    from PIL import Image

    with Image.open(path) as picture:
        width, height = picture.size
    return Asset(
        job=job,
        kind=kind,
        storage_key=key,
        sha256=digest(path),
        bytes=path.stat().st_size,
        mime=PICTURE,
        width=width,
        height=height,
    )


def described_sound(path: Path, *, key: str, job: Job, duration: float | None) -> Asset:
    """The unsaved row of the sound of a film, which comes to lie at `key`."""
    return Asset(
        job=job,
        kind=AssetKind.REVIEW_SOUND,
        storage_key=key,
        sha256=digest(path),
        bytes=path.stat().st_size,
        mime=SOUND,
        width=0,
        height=0,
        duration=duration,
    )


class DamagedMaster(Exception):
    """The master is not what the renderer left."""


@contextmanager
def undamaged(master: Asset) -> Iterator[Path]:
    """A master as a file of this machine. Raises DamagedMaster, MediaError where it is gone."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(reading(master.storage_key, sha256=master.sha256))
        except FileNotFoundError:
            raise MediaError(MediaFault.MISSING) from None
        except StorageDamaged as error:
            raise DamagedMaster from error
        yield path


def digest(path: Path) -> str:
    """SHA-256 in hexadecimal, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
