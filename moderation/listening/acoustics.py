"""PocketSphinx, asked two things: how much each moment sounds like each phone, and which words."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pocketsphinx import Decoder

FRAMES_PER_S = 100
STATES = 3
# The order of the model's context-independent phones; each has three senones, and they come first.
PHONES = [
    "+NSN+", "+SPN+", "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER",
    "EY", "F", "G", "HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S",
    "SH", "SIL", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
]  # fmt: skip
NUMBER = {phone: index for index, phone in enumerate(PHONES)}
MODEL_SENONES = 5126
HEADER_END = b"endhdr\n"
BYTE_ORDER_MARK = 4
# Scores are logarithms to base 1.0001, shifted right by ten bits.
NATS_PER_UNIT = 1024 * 1e-4
ANY_WORD = "a"


class RecognizerFailed(Exception):
    pass


class Acoustics:
    """Loads the acoustic model and the dictionary (about 0.1 s). For one thread."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._folder = TemporaryDirectory(prefix="listening-")
        self._decoder: Decoder = Decoder(
            lm=None, compallsen=True, senlogdir=self._folder.name, loglevel="FATAL"
        )

    def close(self) -> None:
        self._folder.cleanup()

    def lookup(self, word: str) -> str | None:
        found: str | None = self._decoder.lookup_word(word)
        return found

    def likelihoods(self, samples: NDArray[np.int16]) -> NDArray[np.float32]:
        """frames (100 a second) x 126: log of each phone state's share at that moment.

        The decoder searches for some word, whichever: what is used are the scores it writes down.
        """
        import numpy as np

        self._decoder.set_align_text(ANY_WORD)
        self._decoder.start_utt()
        self._decoder.process_raw(np.ascontiguousarray(samples).tobytes(), full_utt=True)
        self._decoder.end_utt()
        (written,) = Path(self._folder.name).iterdir()
        scores = _scores(written.read_bytes())
        written.unlink()
        scores -= scores.max(1, keepdims=True)
        shares: NDArray[np.float32] = scores - np.log(np.exp(scores).sum(1, keepdims=True))
        return shares


def _scores(raw: bytes) -> NDArray[np.float32]:
    import numpy as np

    body = raw[raw.index(HEADER_END) + len(HEADER_END) + BYTE_ORDER_MARK :]
    rows = np.frombuffer(body, np.int16).reshape(-1, MODEL_SENONES + 1)
    if not len(rows) or np.any(rows[:, 0] != MODEL_SENONES):
        raise RecognizerFailed("scores")
    of_phones = rows[:, 1 : 1 + STATES * len(PHONES)].astype(np.float32)
    scores: NDArray[np.float32] = of_phones * np.float32(-NATS_PER_UNIT)
    return scores


def guessed_words(samples: NDArray[np.int16]) -> str:
    """What was said, by free recognition. Mostly wrong on synthetic voices: a hint, no more."""
    import numpy as np
    from pocketsphinx import Decoder

    decoder = Decoder(loglevel="FATAL")
    decoder.start_utt()
    decoder.process_raw(np.ascontiguousarray(samples).tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return str(found.hypstr) if found else ""
