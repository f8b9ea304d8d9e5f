from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.boxes import is_faststart
from lib.media.containers import opened, pictures_of, sound_of
from lib.media.errors import MediaError, MediaFault
from lib.media.limits import MAX_SECONDS, MAX_SIDE

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a film says of itself. Seconds, pixels, bytes; `frames` is 0 where it does not say."""

    container: str
    duration: float
    width: int
    height: int
    fps: float
    frames: int
    video_codec: str
    audio_codec: str | None
    audio_duration: float
    sample_rate: int
    channels: int
    faststart: bool
    size: int


def probe(path: Path, *, max_side: int = MAX_SIDE, max_seconds: float = MAX_SECONDS) -> MediaInfo:
    """Reads headers, decodes nothing. Raises `MediaError` for what is broken or over the limits."""
    with opened(path) as container:
        info = _info(path, container, pictures_of(container))
    if max(info.width, info.height) > max_side:
        raise MediaError(MediaFault.TOO_LARGE)
    if info.duration > max_seconds:
        raise MediaError(MediaFault.TOO_LONG)
    return info


def _info(path: Path, container: InputContainer, video: VideoStream) -> MediaInfo:
    sound = sound_of(container) if container.streams.audio else None
    return MediaInfo(
        container=container.format.name,
        duration=(container.duration or 0) / MICROSECONDS,
        width=video.codec_context.width,
        height=video.codec_context.height,
        fps=float(video.average_rate or 0),
        frames=video.frames,
        video_codec=video.codec_context.name,
        audio_codec=sound.codec_context.name if sound else None,
        audio_duration=float(sound.duration * sound.time_base)
        if sound and sound.duration and sound.time_base
        else 0.0,
        sample_rate=sound.codec_context.sample_rate if sound else 0,
        channels=sound.codec_context.channels if sound else 0,
        faststart=is_faststart(path),
        size=path.stat().st_size,
    )
