"""Opening films for reading, with every fault of the reader turned into a `MediaError`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.boxes import is_iso_media, is_truncated
from lib.media.errors import MediaError, MediaFault

if TYPE_CHECKING:
    from av.container import InputContainer


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The container, read by one thread. Faults of opening and of decoding come as `MediaError`."""
    import av

    refuse_broken(path)
    try:
        with av.open(str(path), "r") as container:
            yield container
    except av.error.FFmpegError as error:
        raise MediaError(MediaFault.UNREADABLE) from error


def refuse_broken(path: Path) -> None:
    """Raises for what the file system alone can tell: missing, empty, or cut short."""
    if not path.is_file():
        raise MediaError(MediaFault.MISSING)
    if path.stat().st_size == 0:
        raise MediaError(MediaFault.EMPTY)
    if is_iso_media(path) and is_truncated(path):
        raise MediaError(MediaFault.TRUNCATED)
