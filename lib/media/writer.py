from __future__ import annotations

import os
import secrets
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from lib.media.track import SAMPLE_RATE, SoundTrack
from lib.media.x264 import x264_options

if TYPE_CHECKING:
    import numpy as np
    from av.container import OutputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

BT709 = 1


class Mp4Writer:
    """H.264 and AAC (48 kHz stereo) in an MP4 that plays while it loads.

    Writes beside `path` under a temporary name and renames on success; any exception inside the
    `with` block leaves neither file. Sound is cut or padded with silence to the exact length of
    the pictures. Equal input gives equal bytes for one build of FFmpeg and one `threads`.
    Errors of the file system come as `OSError`.
    """

    def __init__(self, path: Path, *, width: int, height: int, fps: int = 24, threads: int = 1):
        if width % 2 or height % 2:
            raise ValueError("4:2:0 video needs even sides")
        self._path = path
        self._partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        self._shape = (height, width, 3)
        self._fps = fps
        self._threads = threads
        self._frames = 0

    def __enter__(self) -> Self:
        import av

        try:
            self._container: OutputContainer = av.open(
                str(self._partial), "w", format="mp4", options={"movflags": "+faststart"}
            )
            self._video = self._video_stream()
            self._sound = SoundTrack(self._container)
        except BaseException:
            self._partial.unlink(missing_ok=True)
            raise
        return self

    def _video_stream(self) -> VideoStream:
        stream = self._container.add_stream("libx264", rate=self._fps, options=x264_options())
        stream.height, stream.width = self._shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, self._fps)
        context = stream.codec_context
        context.time_base = Fraction(1, self._fps)
        context.gop_size = self._fps
        context.thread_count = self._threads
        context.color_primaries = context.color_trc = context.colorspace = BT709
        return stream

    def write_frame(self, image: NDArray[np.uint8]) -> None:
        """`image`: uint8, height x width x 3, RGB. Copied at once: it may be drawn on again."""
        import av
        import numpy as np

        if image.shape != self._shape:
            raise ValueError(f"a frame of {image.shape} in a film of {self._shape}")
        picture = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(image), format="rgb24")
        frame = picture.reformat(format="yuv420p", dst_colorspace="ITU709", threads=self._threads)
        frame.pts = self._frames
        frame.time_base = Fraction(1, self._fps)
        self._container.mux(self._video.encode(frame))
        self._frames += 1
        self._sound.encode_until(self._due())

    def write_audio(self, samples: NDArray[np.float32]) -> None:
        """`samples`: float32, 2 x n, 48 kHz, -1..1. May run ahead of the pictures; it is held."""
        self._sound.add(samples)
        self._sound.encode_until(self._due())

    def _due(self) -> int:
        return self._frames * SAMPLE_RATE // self._fps

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._finish()
            else:
                self._abandon()
        finally:
            self._partial.unlink(missing_ok=True)

    def _finish(self) -> None:
        try:
            self._sound.close(self._due())
            self._container.mux(self._video.encode(None))
        except BaseException:
            self._abandon()
            raise
        self._container.close()
        with self._partial.open("rb") as file:
            os.fsync(file.fileno())
        self._partial.replace(self._path)

    def _abandon(self) -> None:
        """The first fault is the one to tell: closing a broken container may well fail again."""
        import av

        try:
            self._container.close()
        except (av.error.FFmpegError, OSError):
            return
