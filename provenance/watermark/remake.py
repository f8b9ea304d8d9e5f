from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from lib.media.errors import MediaError, MediaFault
from lib.media.writer import BT709
from lib.media.x264 import x264_options

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer
    from av.video.frame import VideoFrame

PIXELS = "yuv420p"


class Remake:
    """A second MP4 of one that is being read: new pictures at the same times, the same sound.

    The settings are those of `Mp4Writer`, so that the film does not change its character. Faults
    of the disk come as plain `OSError`: as the library's own they would be taken for the master's.
    """

    def __init__(self, path: Path, source: InputContainer) -> None:
        if not source.streams.video:
            raise MediaError(MediaFault.NO_VIDEO)
        self.pictures_in = source.streams.video[0]
        self.sound_in = source.streams.audio[0] if source.streams.audio else None
        self.frames = 0
        self._path = path
        self.pictures_in.codec_context.thread_count = 1
        if self.pictures_in.codec_context.width % 2 or self.pictures_in.codec_context.height % 2:
            raise MediaError(MediaFault.UNREADABLE)

    @property
    def streams_in(self) -> list[Any]:
        return [each for each in (self.pictures_in, self.sound_in) if each is not None]

    def __enter__(self) -> Self:
        import av

        with _disk():
            self._container: OutputContainer = av.open(
                str(self._path), "w", format="mp4", options={"movflags": "+faststart"}
            )
        self._pictures = self._picture_stream()
        self._sound = (
            self._container.add_stream_from_template(self.sound_in) if self.sound_in else None
        )
        return self

    def _picture_stream(self) -> Any:
        source = self.pictures_in
        rate = source.average_rate or 24
        stream = self._container.add_stream("libx264", rate=rate, options=x264_options())
        stream.width, stream.height = source.codec_context.width, source.codec_context.height
        stream.pix_fmt = PIXELS
        time_base = source.time_base or Fraction(1, round(rate))
        stream.time_base = time_base
        context = stream.codec_context
        context.time_base = time_base
        context.gop_size = max(1, round(rate))
        context.thread_count = 1
        context.color_primaries = context.color_trc = context.colorspace = BT709
        return stream

    def add(self, frame: VideoFrame) -> None:
        from av.video.frame import PictureType

        frame.pict_type = PictureType.NONE  # else the master's choice of key frames is imposed
        packets = self._pictures.encode(frame)
        with _disk():
            self._container.mux(packets)
        self.frames += 1

    def pass_on(self, packet: Any) -> None:
        if packet.dts is None:  # the demuxer's end mark
            return
        packet.stream = self._sound
        with _disk():
            self._container.mux(packet)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            packets = self._pictures.encode(None)
            with _disk():
                self._container.mux(packets)
                self._container.close()
            return
        with suppress(Exception):  # the first fault is the one to tell
            self._container.close()


@contextmanager
def _disk() -> Iterator[None]:
    import av

    try:
        yield
    except av.error.FFmpegError as error:
        number = error.errno or 0
        if not 0 < number < 256:  # a code of the library's own
            number = errno.EIO
        raise OSError(number, os.strerror(number)) from error
