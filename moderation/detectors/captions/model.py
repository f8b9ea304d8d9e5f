"""The only file here that knows transformers: it is imported when the first film comes."""

from __future__ import annotations

import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.answers import BrokenAnswer
from moderation.detectors.weights import Unusable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_TOKENS = 40


class Captioner:
    """An image-to-text model that needs no question (BLIP, GIT and their kind)."""

    def __init__(self, processor: Any, tokenizer: Any, network: Any, *, device: str) -> None:
        self._processor = processor
        self._tokenizer = tokenizer
        self._network = network
        self._device = device
        self._lock = threading.Lock()

    def describe(self, image: NDArray[np.uint8]) -> str:
        """`image`: uint8, height x width x 3, RGB. The same words each time. Raises BrokenAnswer
        where the model computes NaN, which would still come out as words."""
        import torch

        with self._lock, torch.inference_mode():
            inputs = self._processor(images=[image], return_tensors="pt").to(self._device)
            said = self._network.generate(
                pixel_values=inputs["pixel_values"],
                max_new_tokens=MOST_TOKENS,
                do_sample=False,
                return_dict_in_generate=True,
                output_logits=True,
            )
        if any(bool(step.isnan().any()) for step in said.logits):
            raise BrokenAnswer("NaN")
        text: str = self._tokenizer.decode(said.sequences[0], skip_special_tokens=True)
        return text


@lru_cache(maxsize=1)
def loaded(folder: Path, device: str) -> Captioner:
    """From this folder alone. Raises Unusable for weights that do not fill the model."""
    from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoTokenizer

    processors: Any = AutoImageProcessor
    networks: Any = AutoModelForImageTextToText
    only: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    processor = processors.from_pretrained(folder, backend="pil", **only)
    tokenizer = AutoTokenizer.from_pretrained(folder, **only)
    network, told = networks.from_pretrained(
        folder, use_safetensors=True, output_loading_info=True, **only
    )
    if told["missing_keys"] or told["mismatched_keys"]:
        raise Unusable("the weights do not fill the model")
    return Captioner(processor, tokenizer, network.eval().to(device), device=device)
