"""The only file here that knows transformers: it is imported when the first film comes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.detectors.weights import Unusable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Processors that cut out the middle shrink to 256 pixels first and keep 224 of them.
CUT_OFF = 256 / 224


class Model:
    """One batch at a time: threads of a worker share it."""

    def __init__(self, processor: Any, network: Any, *, activation: str, device: str) -> None:
        self._processor = processor
        self._network = network
        self._activation = activation
        self._device = device
        self._names = network.config.id2label
        self._lock = threading.Lock()
        # Models that look at the middle alone would miss what stands at the sides.
        self._needs_square = bool(getattr(processor, "do_center_crop", False))

    def scores(self, images: Sequence[NDArray[np.uint8]]) -> list[Mapping[str, float]]:
        """For each image (uint8, height x width x 3, RGB) the raw score 0..1 of each label."""
        import torch

        pictures = [_squared(image) if self._needs_square else image for image in images]
        with self._lock, torch.inference_mode():
            inputs = self._processor(images=pictures, return_tensors="pt").to(self._device)
            logits = self._network(**inputs).logits.float()
            shares = logits.sigmoid() if self._activation == "sigmoid" else logits.softmax(-1)
        return [
            {self._names[number]: share for number, share in enumerate(row)}
            for row in shares.cpu().tolist()
        ]


@lru_cache(maxsize=2)
def loaded(folder: Path, activation: str, device: str) -> Model:
    """From this folder alone. Raises Unusable for weights that do not fill the model."""
    from transformers import AutoImageProcessor, AutoModelForImageClassification

    untyped: Any = AutoImageProcessor
    processor = untyped.from_pretrained(
        folder, backend="pil", local_files_only=True, trust_remote_code=False
    )
    network, told = AutoModelForImageClassification.from_pretrained(
        folder,
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
        output_loading_info=True,
    )
    # What is missing would be made up at random, and score at random.
    if told["missing_keys"] or told["mismatched_keys"]:
        raise Unusable("the weights do not fill the model")
    return Model(processor, network.eval().to(device), activation=activation, device=device)


def _squared(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The whole picture in the middle of a grey square, with room at the edges to be cut off."""
    import numpy as np

    height, width = image.shape[:2]
    side = round(max(height, width) * CUT_OFF)
    square = np.full((side, side, 3), 128, np.uint8)
    top, left = (side - height) // 2, (side - width) // 2
    square[top : top + height, left : left + width] = image
    return square
