"""Smaller weights. Only the large parts: text encoder and transformers."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.settings import Settings

if TYPE_CHECKING:
    import torch

NEEDED = {
    "torchao-int8": "torchao",
    "bitsandbytes-8bit": "bitsandbytes",
    "bitsandbytes-4bit": "bitsandbytes",
}
# Whose part it is: each of the two libraries takes only configurations of its own classes.
LARGE = {"transformer": "diffusers", "transformer_2": "diffusers", "text_encoder": "transformers"}


def quantised_at_load(settings: Settings, device: torch.device) -> dict[str, Any]:
    """Arguments of `from_pretrained`. Raises EngineError `library_missing`, and
    `setting_unavailable` where this device or the library that is here cannot do it."""
    if settings.quantisation not in NEEDED:
        return {}
    library = NEEDED[settings.quantisation]
    if find_spec(library) is None:
        raise failed(Fault.LIBRARY_MISSING, library)
    if library == "bitsandbytes" and device.type == "cpu":
        raise failed(Fault.SETTING_UNAVAILABLE, f"{settings.quantisation} without a card")
    try:
        return {"quantization_config": _wanted(settings)}
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise failed(Fault.SETTING_UNAVAILABLE, settings.quantisation) from error


def _wanted(settings: Settings) -> object:
    parts = {part: of for part, of in LARGE.items() if _has(settings, part)}
    kinds: Any = import_module("diffusers")  # its classes have no types
    return kinds.PipelineQuantizationConfig(
        quant_mapping={part: _of_part(settings, import_module(of)) for part, of in parts.items()}
    )


def _has(settings: Settings, part: str) -> bool:
    return part != "transformer_2" or settings.profile.experts > 1


def _of_part(settings: Settings, kinds: Any) -> object:
    if settings.quantisation == "torchao-int8":
        return kinds.TorchAoConfig(import_module("torchao.quantization").Int8WeightOnlyConfig())
    if settings.quantisation == "bitsandbytes-8bit":
        return kinds.BitsAndBytesConfig(load_in_8bit=True)
    # Else it would compute in float32.
    return kinds.BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_compute_dtype=settings.dtype)


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
