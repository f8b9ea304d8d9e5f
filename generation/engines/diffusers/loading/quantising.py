"""Smaller weights. Only the large parts: text encoder and transformers."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.settings import Settings

BACKENDS: dict[str, tuple[str, dict[str, object]]] = {
    "torchao-int8": ("torchao", {"quant_type": "int8wo"}),
    "bitsandbytes-8bit": ("bitsandbytes_8bit", {"load_in_8bit": True}),
    "bitsandbytes-4bit": ("bitsandbytes_4bit", {"load_in_4bit": True}),
}
LARGE = ("transformer", "transformer_2", "text_encoder")


def quantised_at_load(settings: Settings) -> dict[str, Any]:
    """Arguments of `from_pretrained`. Raises EngineError `library_missing`."""
    if settings.quantisation not in BACKENDS:
        return {}
    backend, arguments = BACKENDS[settings.quantisation]
    _refuse_missing(backend.split("_", maxsplit=1)[0])
    import diffusers

    kinds: Any = diffusers
    wanted = kinds.PipelineQuantizationConfig(
        quant_backend=backend, quant_kwargs=arguments, components_to_quantize=list(LARGE)
    )
    return {"quantization_config": wanted}


def store_small(loaded: Loaded) -> None:
    """fp8: kept in eight bits, computed in the type of the settings, layer by layer."""
    if loaded.settings.quantisation != "fp8":
        return
    import torch

    compute = getattr(torch, loaded.settings.dtype)
    for transformer in loaded.transformers:
        transformer.enable_layerwise_casting(
            storage_dtype=torch.float8_e4m3fn, compute_dtype=compute
        )


def _refuse_missing(library: str) -> None:
    if find_spec(library) is None:
        raise failed(Fault.LIBRARY_MISSING, library)
