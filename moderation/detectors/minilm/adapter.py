"""What training changed of the encoder: low-rank matrices, merged into its weights at export.

W' = W + SCALE · high · low, for the matrices named in MODULES of the layers that the file names.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.detectors.minilm.manifest import verified
from moderation.detectors.minilm.wheel import weights_hash

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = Path(__file__).with_name("adapter.safetensors")
SCALE = 2.0
MODULES = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


class WrongAdapter(RuntimeError):
    """The adapter was trained on another encoder, or is no adapter of ours."""


def module_of(layer: Any, name: str) -> Any:
    for part in name.split("."):
        layer = getattr(layer, part)
    return layer


def merge(bert: Any, path: Path) -> None:
    """Changes the weights of `bert` in place. Raises WrongAdapter, WrongFile."""
    import torch

    found = read_adapter(path)
    with torch.no_grad():
        for name in [name[: -len(".low")] for name in found if name.endswith(".low")]:
            number, module = name.split(".", 1)
            linear = module_of(bert.encoder.layer[int(number)], module)
            low, high = (torch.from_numpy(found[f"{name}.{part}"]) for part in ("low", "high"))
            linear.weight += SCALE * (high.float() @ low.float())


def read_adapter(path: Path) -> dict[str, NDArray[np.float16]]:
    """The matrices by name, all of them finite and in pairs. Raises WrongAdapter, WrongFile."""
    from safetensors import safe_open

    with safe_open(verified(path), framework="numpy") as file:
        if (file.metadata() or {}).get("encoder") != weights_hash():
            raise WrongAdapter(path.name)
        found: dict[str, NDArray[np.float16]] = {
            name: file.get_tensor(name)
            for name in file.keys()  # noqa: SIM118 - it is no mapping
        }
    _check(found)
    return found


def save_adapter(found: Mapping[str, NDArray[np.float16]], path: Path) -> None:
    """Written beside and renamed."""
    from safetensors.numpy import save_file

    _check(found)
    scratch = path.with_suffix(".new")
    save_file(dict(found), scratch, metadata={"encoder": weights_hash()})
    scratch.replace(path)


def _check(found: Mapping[str, NDArray[np.float16]]) -> None:
    import numpy as np

    names = {name.rsplit(".", 1)[0] for name in found}
    paired = {f"{name}.{part}" for name in names for part in ("low", "high")} == set(found)
    known = all(name.split(".", 1)[1] in MODULES for name in names)
    if not names or not paired or not known:
        raise WrongAdapter("names")
    if not all(np.isfinite(part).all() for part in found.values()):
        raise WrongAdapter("numbers")
