"""The encoder itself: text to tokens, tokens to unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.detectors.minilm.adapter import FILE as ADAPTER
from moderation.detectors.minilm.export import ensure_exported
from moderation.detectors.minilm.wheel import model_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Encoding

WINDOW = 254  # tokens of text; with the two that frame them 256, the length it was trained for
WIDTH = 384
START, END, UNKNOWN = 101, 102, 100


class BrokenVectors(RuntimeError):
    """The encoder answered with NaN."""


class Encoder:
    """Thread-safe; one intra-op thread, so that a pool of requests does not fight over cores."""

    width = WIDTH

    def __init__(self, folder: Path, adapter: Path | None = ADAPTER) -> None:
        """`folder` is the data folder; without an adapter it is the encoder as it was published.

        Raises what `ensure_exported` raises.
        """
        self._graph = ensure_exported(folder, adapter)

    @property
    def version(self) -> str:
        """Changes with the weights, the adapter and the way they are exported."""
        return self._graph.parent.name

    def tokens(self, text: str) -> Encoding:
        """All tokens of a text, whatever its length, with their places in it (characters)."""
        encoding: Encoding = self._tokenizer.encode(text, add_special_tokens=False)
        return encoding

    def embed(self, windows: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Windows of at most 254 token ids each → unit vectors (windows, 384).

        Raises BrokenVectors.
        """
        import numpy as np

        longest = max(len(window) for window in windows) + 2
        ids = np.zeros((len(windows), longest), dtype=np.int64)
        for row, window in enumerate(windows):
            ids[row, : len(window) + 2] = [START, *window, END]
        (vectors,) = self._session.run(
            ["vector"], {"ids": ids, "mask": (ids != 0).astype(np.int64)}
        )
        if not np.isfinite(vectors).all():
            raise BrokenVectors
        return np.asarray(vectors, dtype=np.float32)

    def warm_up(self) -> None:
        """Load everything now, so that no request pays for it."""
        self.embed([self.tokens("a quiet lake at dawn").ids])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(model_folder() / "tokenizer.json"))
        tokenizer.no_truncation()  # the file says 128 tokens; windows are ours
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(
            str(self._graph), options, providers=["CPUExecutionProvider"]
        )
