from __future__ import annotations

from collections import deque
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from av.audio.stream import AudioStream
    from av.container import OutputContainer
    from numpy.typing import NDArray

SAMPLE_RATE = 48_000
BIT_RATE = 128_000


class SoundTrack:
    """The AAC half of an MP4: holds what is ahead of the pictures, encodes up to a given sample."""

    def __init__(self, container: OutputContainer) -> None:
        self._container = container
        self._stream: AudioStream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        self._stream.bit_rate = BIT_RATE
        self._waiting: deque[NDArray[np.float32]] = deque()
        self._encoded = 0
        self._residue: NDArray[np.float32] | None = None

    def add(self, samples: NDArray[np.float32]) -> None:
        if samples.ndim != 2 or samples.shape[0] != 2 or samples.dtype.name != "float32":
            raise ValueError("sound is float32, 2 x n")
        if samples.shape[1]:
            self._waiting.append(samples.copy())

    def encode_until(self, due: int) -> None:
        while self._waiting and self._encoded < due:
            block = self._waiting.popleft()
            room = due - self._encoded
            if block.shape[1] > room:
                self._waiting.appendleft(block[:, room:])
            self._encode(block[:, :room])

    def close(self, due: int) -> None:
        """Cuts or pads to exactly `due` samples and flushes the encoder."""
        import numpy as np

        self.encode_until(due)
        while self._encoded < due:
            self._encode(np.zeros((2, min(due - self._encoded, SAMPLE_RATE)), np.float32))
        if self._residue is not None:
            self._send(self._residue, at=self._encoded - self._residue.shape[1])
        self._container.mux(self._stream.encode(None))

    def _encode(self, block: NDArray[np.float32]) -> None:
        """The encoder takes whole frames of 1,024 samples; only the last may be shorter."""
        import numpy as np

        size = self._stream.codec_context.frame_size or 1024
        if self._residue is not None:
            block = np.concatenate([self._residue, block], axis=1)
            self._encoded -= self._residue.shape[1]
        whole = block.shape[1] // size * size
        for start in range(0, whole, size):
            self._send(block[:, start : start + size], at=self._encoded + start)
        self._encoded += block.shape[1]
        self._residue = block[:, whole:].copy() if whole < block.shape[1] else None

    def _send(self, block: NDArray[np.float32], *, at: int) -> None:
        import av
        import numpy as np

        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "fltp", "stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = at
        frame.time_base = Fraction(1, SAMPLE_RATE)
        self._container.mux(self._stream.encode(frame))
