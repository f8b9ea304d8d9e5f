from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from generation.engines.base import FPS
from generation.engines.editing.takes import Segment, Take, is_seamless, takes, unhindered
from lib.media.containers import opened, sound_of
from lib.media.track import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Heard = Mapping[Take, NDArray[np.float32]]

PER_FRAME = SAMPLE_RATE // FPS
FADE = SAMPLE_RATE // 100  # 10 ms: no click is heard, and no word is lost


def sounds(
    segments: Sequence[Segment], go_on: Callable[[], None] = unhindered
) -> list[NDArray[np.float32]]:
    """The sound of each: float32, 2 x n, 48 kHz; faded for a moment where one does not go on where
    the other ended. `go_on` is asked while it is read, and what it raises goes through."""
    heard = _heard([take for segment in segments for take in takes(segment)], go_on)
    parts = [_of(segment, heard) for segment in segments]
    for number in range(1, len(parts)):
        if not is_seamless(segments[number - 1], segments[number]):
            _fade(parts[number - 1], parts[number])
    return parts


def _of(segment: Segment, heard: Heard) -> NDArray[np.float32]:
    """Mixed so that it stays as loud as it was."""
    import numpy as np

    if isinstance(segment, Take):
        return heard[segment].copy()
    turn = np.linspace(0, np.pi / 2, segment.frames * PER_FRAME, dtype=np.float32)
    both = heard[segment.out] * np.cos(turn) + heard[segment.into] * np.sin(turn)
    mixed: NDArray[np.float32] = np.clip(both, -1, 1)
    return mixed


def _heard(taken: Sequence[Take], go_on: Callable[[], None]) -> dict[Take, NDArray[np.float32]]:
    """Each film is read once, and no more of it is kept than is taken."""
    heard: dict[Take, NDArray[np.float32]] = {}
    for path in {take.path: None for take in taken}:
        whole = read(path, go_on)
        heard |= {take: _part(take, whole) for take in taken if take.path == path}
    return heard


def _part(take: Take, whole: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    part = whole[:, take.first * PER_FRAME : take.last * PER_FRAME]
    silence = take.frames * PER_FRAME - part.shape[1]
    return np.pad(part, ((0, 0), (0, silence)))


def _fade(before: NDArray[np.float32], after: NDArray[np.float32]) -> None:
    import numpy as np

    length = min(FADE, before.shape[1], after.shape[1])
    rise = np.linspace(0, 1, length, dtype=np.float32)
    before[:, before.shape[1] - length :] *= rise[::-1]
    after[:, :length] *= rise


def read(path: Path, go_on: Callable[[], None] = unhindered) -> NDArray[np.float32]:
    """The whole sound of a film, at the places that its times name; nothing where it has none."""
    import av
    import numpy as np

    blocks: list[NDArray[np.float32]] = [np.zeros((2, 0), np.float32)]
    with opened(path) as film:
        if not film.streams.audio:
            return blocks[0]
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
        frames = film.decode(sound_of(film))
        for block in chain.from_iterable(map(resampler.resample, chain(frames, (None,)))):
            go_on()
            blocks.append(np.asarray(block.to_ndarray(), np.float32))
    return np.concatenate(blocks, axis=1)
