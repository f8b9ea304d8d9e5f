"""Opening films for reading, with every fault of the reader turned into a `MediaError`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

from lib.media.boxes import is_iso_media, is_truncated
from lib.media.errors import MediaError, MediaFault
from lib.media.tables import refuse_impossible_tables

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.stream import VideoStream

Known = TypeVar("Known", "VideoStream", "AudioStream")
Readable = IO[bytes] | RawIOBase

# Of single files with their samples in them. Play lists (HLS, DASH, concat, SDP and the like) name
# other files and addresses, which the reader would fetch.
FORMATS = (
    *("mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "avi", "mpegts", "ogg"),
    *("gif", "apng", "wav", "mp3", "flac", "aac"),
)
READER = {"format_whitelist": ",".join(FORMATS), "protocol_whitelist": "file"}


@contextmanager
def opened(source: Path | Readable) -> Iterator[InputContainer]:
    """The container, read by one thread. Faults of opening and of decoding come as `MediaError`;
    what an open file raises itself comes as it is."""
    import av

    if isinstance(source, Path):
        refuse_broken(source)
    file = str(source) if isinstance(source, Path) else source
    try:
        with av.open(file, "r", options=READER, metadata_errors="replace") as container:
            yield container
    except av.error.FFmpegError as error:
        raise MediaError(MediaFault.UNREADABLE) from error


def pictures_of(container: InputContainer) -> VideoStream:
    """The stream that is shown. Raises MediaError where there is none that can be decoded."""
    if not container.streams.video:
        raise MediaError(MediaFault.NO_VIDEO)
    # A stream whose coding nobody here knows has no context, whatever its type says.
    return _known(container.streams.video[0])


def sound_of(container: InputContainer) -> AudioStream:
    """The stream that is heard. Raises MediaError where there is none that can be decoded."""
    if not container.streams.audio:
        raise MediaError(MediaFault.NO_AUDIO)
    return _known(container.streams.audio[0])


def _known(stream: Known) -> Known:
    context: object = stream.codec_context
    if context is None:
        raise MediaError(MediaFault.UNREADABLE)
    return stream


def refuse_broken(path: Path) -> None:
    """Raises for what the file system alone can tell: missing, empty, or cut short."""
    if not path.is_file():
        raise MediaError(MediaFault.MISSING)
    if path.stat().st_size == 0:
        raise MediaError(MediaFault.EMPTY)
    if is_iso_media(path):
        if is_truncated(path):
            raise MediaError(MediaFault.TRUNCATED)
        refuse_impossible_tables(path)
