from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.containers import opened, sound_of
from lib.media.errors import MediaError, MediaFault
from lib.media.limits import MOST_SOUND_S

if TYPE_CHECKING:
    import av
    import numpy as np
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from numpy.typing import NDArray

SPEECH_RATE = 16_000
FULL_SCALE = 32_768.0
# What a person hears as sound in a quiet room; room tone of recorded speech lies near -60 dBFS.
AUDIBLE_DBFS = -50.0


def audio_16k(path: Path) -> Iterator[NDArray[np.int16]]:
    """Blocks of int16, mono, 16 kHz, each as long as about one packet, so any film fits."""
    import av

    with opened(path) as container:
        sound, count = sound_of(container), 0
        resampler = av.AudioResampler(format="s16", layout="mono", rate=SPEECH_RATE)
        for frame in container.decode(sound):
            for block in _blocks(resampler, frame):
                count += block.size
                if count > MOST_SOUND_S * SPEECH_RATE:
                    raise MediaError(MediaFault.TOO_LONG)
                yield block
        yield from _blocks(resampler, None)


def _blocks(
    resampler: av.AudioResampler, frame: av.AudioFrame | None
) -> Iterator[NDArray[np.int16]]:
    import numpy as np

    for block in resampler.resample(frame):
        if block.samples:
            yield np.asarray(block.to_ndarray(), np.int16).reshape(-1)


def rms_dbfs(path: Path) -> float:
    """Loudness of the whole sound as RMS against full scale: 0 is the loudest, silence is -inf."""
    import numpy as np

    total, samples = 0.0, 0
    for block in audio_16k(path):
        total += float(np.sum(np.square(block, dtype=np.float64)))
        samples += block.size
    if not samples or total == 0.0:
        return -math.inf
    return 20 * math.log10(math.sqrt(total / samples) / FULL_SCALE)


def extract_sound(path: Path, *, into: Path) -> None:
    """Copies the sound of a film, packet by packet, into an MP4 of its own. Raises `MediaError`."""
    import av

    with opened(path) as film:
        source = sound_of(film)
        with av.open(str(into), "w", format="mp4", options={"movflags": "+faststart"}) as sound:
            track = _copy_of(source, into=sound)
            for packet in film.demux(source):
                if packet.dts is not None:
                    packet.stream = track
                    sound.mux(packet)


def _copy_of(source: AudioStream, *, into: OutputContainer) -> AudioStream:
    try:
        return into.add_stream_from_template(source)
    except ValueError as error:  # a coding that this container does not hold
        raise MediaError(MediaFault.UNREADABLE) from error
