from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.loaded import Loaded


def lay_over(loaded: Loaded) -> None:
    """Raises EngineError: `library_missing` without peft, `weights_unreadable`."""
    loras = loaded.settings.loras
    if not loras:
        return
    if find_spec("peft") is None:
        raise failed(Fault.LIBRARY_MISSING)
    names = [f"lora{number}" for number in range(len(loras))]
    for name, lora in zip(names, loras, strict=True):
        _add(loaded, name, lora.weights)
    loaded.base.set_adapters(names, [lora.scale for lora in loras])


def _add(loaded: Loaded, name: str, weights: str) -> None:
    path = Path(weights).expanduser()
    if path.suffix not in {"", ".safetensors"}:
        raise failed(Fault.WEIGHTS_PICKLED)
    place = {"pretrained_model_name_or_path_or_dict": path.parent, "weight_name": path.name}
    if path.suffix == "":
        place = {"pretrained_model_name_or_path_or_dict": weights}
    try:
        loaded.base.load_lora_weights(
            **place,
            adapter_name=name,
            use_safetensors=True,
            local_files_only=loaded.settings.local_files_only,
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise failed(Fault.WEIGHTS_UNREADABLE) from error
