"""The files of a job: read, described, put in place."""

import hashlib
from pathlib import Path

from generation.models import Asset, AssetKind, Job
from lib.media.errors import MediaError, MediaFault
from lib.signed_media import storage_path

VIDEO = "video/mp4"
PICTURE = "image/webp"
SOUND = "audio/mp4"


def described_film(key: str, *, job: Job, kind: AssetKind) -> Asset:
    """The unsaved row of an MP4 that lies at `key`. Raises MediaError for a broken one."""
    from lib.media.probe import probe

    path = storage_path(key)
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


def described_picture(key: str, *, job: Job, kind: AssetKind) -> Asset:
    """The unsaved row of a WebP that lies at `key`."""
    from PIL import Image

    path = storage_path(key)
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


def described_sound(key: str, *, job: Job, duration: float | None) -> Asset:
    """The unsaved row of the sound of a film, which lies at `key`."""
    path = storage_path(key)
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


def undamaged(master: Asset) -> Path:
    """Where a master lies. Raises DamagedMaster, MediaError where it is gone."""
    path = storage_path(master.storage_key)
    if not path.is_file():
        raise MediaError(MediaFault.MISSING)
    if digest(path) != master.sha256:
        raise DamagedMaster
    return path


def digest(path: Path) -> str:
    """SHA-256 in hexadecimal, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
