"""RapidOCR over the models in its own wheel: nothing is ever fetched."""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}
# Read as large as the frame comes: enlarging it first, as is the default, costs twice the time.
MAX_SIDE = 736


class Unreadable(Exception):
    """Words were seen, and no reading of them came back."""


class Reader:
    """One at a time: the engine keeps state between its steps."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._lock = threading.Lock()

    def read(self, image: NDArray[np.uint8]) -> str:
        """`image`: uint8, height x width x 3, RGB. The words from top to bottom, "" for none.

        Raises Unreadable, and whatever the model's runtime raises.
        """
        import numpy as np
        from rapidocr.utils.output import RapidOCROutput

        with self._lock:
            result = self._engine(np.ascontiguousarray(image[..., ::-1]))
        # It logs and swallows failures of its later steps, and then answers with an earlier one's.
        if not isinstance(result, RapidOCROutput):
            raise Unreadable
        if not all(math.isfinite(score) for score in result.scores or ()):
            raise Unreadable
        return " ".join(text.strip() for text in result.txts or () if text.strip())


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The engine of this process; making it takes about a second. Raises FileNotFoundError."""
    from pathlib import Path

    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    paths = {step: folder / name for step, name in MODELS.items()}
    for path in paths.values():
        # Named and missing it would be an error anyway; unnamed it would be downloaded.
        if not path.is_file():
            raise FileNotFoundError(path.name)
    threads = {"intra_op_num_threads": 1, "inter_op_num_threads": 1}
    return Reader(
        rapidocr.RapidOCR(
            params={
                "Global.log_level": "error",
                "Det.limit_type": "max",
                "Det.limit_side_len": MAX_SIDE,
                **{f"{step}.model_path": str(path) for step, path in paths.items()},
                **{f"EngineConfig.onnxruntime.{key}": value for key, value in threads.items()},
            }
        )
    )


def reader_version() -> str:
    return f"rapidocr-{version('rapidocr')}/{MODELS['Rec'].removesuffix('.onnx')}"
