from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.containers import opened
from lib.media.errors import MediaError, MediaFault
from provenance.errors import BurnCancelled
from provenance.watermark.blend import blend
from provenance.watermark.mark import Mark
from provenance.watermark.patch import Patch, draw
from provenance.watermark.remake import PIXELS, Remake
from provenance.watermark.route import position

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


def burn(
    master: Path,
    *,
    into: Path,
    mark: Mark,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Write the film with its mark: same frames, same times, the very same sound packets.

    Whole or not at all. `progress` hears shares from 0 to 1; both callbacks are asked twice a
    second of film. Raises `MediaError` for a broken master, `OSError` for the disk,
    `BurnCancelled` when told to stop.
    """
    partial = into.with_name(f".{into.name}.{secrets.token_hex(4)}.part")
    try:
        with opened(master) as source, Remake(partial, source) as remake:
            _copy(source, remake, mark, progress, cancelled)
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(into)
    finally:
        partial.unlink(missing_ok=True)


def _copy(
    source: InputContainer,
    remake: Remake,
    mark: Mark,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> None:
    film = remake.pictures_in
    patch = draw(mark, width=film.codec_context.width, height=film.codec_context.height)
    every = max(1, round(float(film.average_rate or 24) / 2))
    for count, frame in enumerate(_frames(source, remake)):
        if count % every == 0:
            if cancelled and cancelled():
                raise BurnCancelled
            if progress and film.frames:
                progress(min(1.0, count / film.frames))
        remake.add(_marked(frame, patch))
    if not remake.frames or (film.frames and remake.frames != film.frames):
        raise MediaError(MediaFault.TRUNCATED)
    if progress:
        progress(1.0)


def _frames(source: InputContainer, remake: Remake) -> Iterator[VideoFrame]:
    """Decoded pictures in order; sound goes straight through as it comes."""
    from av.video.frame import VideoFrame

    for packet in source.demux(*remake.streams_in):
        if packet.stream is remake.pictures_in:
            yield from (frame for frame in packet.decode() if isinstance(frame, VideoFrame))
        else:
            remake.pass_on(packet)


def _marked(frame: VideoFrame, patch: Patch) -> VideoFrame:
    if frame.format.name != PIXELS:
        plain = frame.reformat(format=PIXELS)
        plain.pts, plain.time_base = frame.pts, frame.time_base
        frame = plain
    place = position(frame.time or 0.0, picture=(frame.width, frame.height), patch=patch.size)
    blend(frame, patch, place)
    return frame
