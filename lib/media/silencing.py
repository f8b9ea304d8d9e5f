from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.containers import opened, pictures_of
from lib.media.errors import MediaError, MediaFault

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.video.stream import VideoStream


def pictures_alone(path: Path) -> io.BytesIO:
    """A film's pictures, packet by packet as they are, in an MP4 of their own, in memory.

    No sound, no other track, and nothing else that the file says: where it was filmed, by what.
    Raises MediaError, also where an MP4 does not hold their coding.
    """
    import av

    silent = io.BytesIO()
    with opened(path) as film:
        source = pictures_of(film)
        with av.open(silent, "w", format="mp4") as copy:
            if not _copied(film, source, copy):
                raise MediaError(MediaFault.NO_VIDEO)
    silent.seek(0)
    return silent


def _copied(film: InputContainer, source: VideoStream, copy: OutputContainer) -> int:
    try:
        track = copy.add_stream_from_template(source, opaque=True)
    except ValueError as error:  # a coding that this container does not hold
        raise MediaError(MediaFault.UNREADABLE) from error
    track.metadata.clear()
    count = 0
    for packet in film.demux(source):
        if packet.dts is not None:
            packet.stream = track
            copy.mux(packet)
            count += 1
    return count
