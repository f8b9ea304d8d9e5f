"""Everything that opens people's media, asked about one file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from lib.media.changes import Changes
from lib.media.errors import MediaError
from lib.media.frames import FrameWish, shared_frames
from lib.media.probe import probe
from lib.media.sound import extract_sound, rms_dbfs
from lib.media.stills import poster
from moderation.listening.reading import read
from moderation.services.pictures import UnreadablePicture, hashed_picture

HONEST = (MediaError, UnreadablePicture)


def _frames(path: Path) -> object:
    wishes = (FrameWish(2.0, 64), FrameWish(0.5))
    return sum(1 for _ in shared_frames(path, wishes, changes=Changes()))


def _extracted(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        extract_sound(path, into=Path(folder) / "sound.mp4")


def _poster(path: Path) -> object:
    with tempfile.TemporaryDirectory() as folder:
        return poster(path, into=Path(folder) / "poster.webp")


ENTRIES: dict[str, Callable[[Path], object]] = {
    "probe": probe,
    "frames": _frames,
    "loudness": rms_dbfs,
    "extract_sound": _extracted,
    "listening": read,
    "poster": _poster,
    "hashed_picture": hashed_picture,
}


def faults(path: Path) -> list[str]:
    """What came that is neither an answer nor an honest refusal: (entry: exception)."""
    found = []
    for name, ask in ENTRIES.items():
        try:
            ask(path)
        except HONEST:
            continue
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            found.append(f"{name}: {type(error).__name__}: {error}"[:300])
    return found
