"""The sound of a film: the model's own, or spoken lines over ambience, or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generation.engines.base import FPS, RenderRequest, SpokenLine
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.sketch.parse import parse
from generation.engines.sketch.sound.ambience import Ambience
from generation.engines.sketch.sound.mix import Mix
from generation.engines.sketch.sound.speech import Speech, spoken
from lib.media.track import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]


class Heard:
    """Blocks of a second, float32, 2 x 48000."""

    script: tuple[SpokenLine, ...] = ()
    script_is_exact = True

    def block(self, second: int) -> Samples | None:
        """None is silence."""
        return None


class Spoken(Heard):
    def __init__(self, request: RenderRequest, prompt: str) -> None:
        self._speeches: tuple[Speech, ...] = spoken(request.prompt, seconds=request.seconds)
        seed = request.seed % 2**63
        self._mix = Mix(Ambience(parse(prompt), seconds=request.seconds, seed=seed), self._speeches)
        self.script = tuple(speech.line for speech in self._speeches)

    def block(self, second: int) -> Samples:
        return self._mix.block(second * SAMPLE_RATE, SAMPLE_RATE)


class Drawn(Heard):
    """What a model says nobody knows before it was transcribed."""

    script_is_exact = False

    def __init__(self, sound: tuple[torch.Tensor, int] | None, *, seconds: int) -> None:
        self._samples = _resampled(*_checked(sound, seconds))

    def block(self, second: int) -> Samples:
        return self._samples[:, second * SAMPLE_RATE : (second + 1) * SAMPLE_RATE]


def _checked(sound: tuple[torch.Tensor, int] | None, seconds: int) -> tuple[torch.Tensor, int]:
    """Raises EngineError `sound_missing` (also for zeros throughout: no model draws such a
    silence, but lost numbers become it), `sound_not_finite`, `sound_too_short`: what ends more than
    a frame early would be filled up with silence."""
    if sound is None or not sound[0].numel():
        raise failed(Fault.SOUND_MISSING)
    if not bool(sound[0].isfinite().all()):
        raise failed(Fault.SOUND_NOT_FINITE)
    if not bool(sound[0].any()):
        raise failed(Fault.SOUND_MISSING)
    samples, rate = sound
    if samples.shape[-1] / rate < seconds - 1 / FPS:
        raise failed(Fault.SOUND_TOO_SHORT)
    return sound


def _resampled(samples: torch.Tensor, rate: int) -> Samples:
    import av
    import numpy as np

    plain = np.ascontiguousarray(
        samples.float().clamp(-1, 1).cpu().numpy().reshape(-1, samples.shape[-1])
    )
    layout = "mono" if plain.shape[0] == 1 else "stereo"
    frame = av.AudioFrame.from_ndarray(plain[:2], format="fltp", layout=layout)
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
    blocks: Iterator[av.AudioFrame] = (
        block for given in (frame, None) for block in resampler.resample(given)
    )
    return np.concatenate([block.to_ndarray() for block in blocks], axis=1).astype(np.float32)
