# mypy: disable-error-code="no-untyped-call"
"""Folders of weights, whole and spoilt, and the engines file that names them."""

import pickle
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.engines.diffusers import tiny

CANVAS = {"wan-t2v": "48x80", "ltx2-distilled": "96x160"}
NAME = "diffusion_pytorch_model"


def engines_file(place: Path, engines: Mapping[str, tuple[str, Path]]) -> Path:
    """`engines`: profile and weights, by the name of the model."""
    place.write_text("\n".join(_table(name, *one) for name, one in engines.items()))
    return place


def _table(name: str, profile: str, weights: Path) -> str:
    steps = "steps = 3\n" if profile == "wan-t2v" else ""
    return f"""[{name}]
kind = "diffusers"
profile = "{profile}"
weights = "{weights}"
device = "cpu"
dtype = "float32"
vae_dtype = "float32"
canvases = {{ "720x1280" = "{CANVAS[profile]}" }}
{steps}"""


def wan(folder: Path) -> Path:
    tiny.wan_t2v(folder)
    return folder


def ltx2(folder: Path) -> Path:
    tiny.ltx2(folder)
    return folder


def rewritten(folder: Path, part: str, change: Callable[[str, Any], Any]) -> None:
    """The tensors of a part, each as `change` of its name and itself; whole files as before."""
    from safetensors.torch import load_file, save_file

    for file in (folder / part).glob("*.safetensors"):
        tensors = {name: change(name, tensor) for name, tensor in load_file(file).items()}
        save_file(tensors, file, metadata={"format": "pt"})


def no_numbers(folder: Path) -> None:
    """Every picture that it decodes is not a number."""
    rewritten(folder, "vae", lambda name, one: one * float("nan") if "decoder" in name else one)


def no_voice(folder: Path) -> None:
    """Its vocoder says nothing at all."""
    rewritten(folder, "vocoder", lambda _, one: one * 0)


class Trap:
    """A pickle that leaves a mark where it is read."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., object], tuple[Path]]:
        return Path.touch, (self.mark,)


def pickled(folder: Path) -> None:
    (folder / "transformer" / f"{NAME}.safetensors").unlink()
    trap = pickle.dumps(Trap(folder.with_name("executed")))
    (folder / "transformer" / f"{NAME}.bin").write_bytes(trap)


def cut_off(folder: Path) -> None:
    file = folder / "vae" / f"{NAME}.safetensors"
    file.write_bytes(file.read_bytes()[:-3])


def gone(folder: Path) -> None:
    shutil.rmtree(folder)


def other_class(folder: Path) -> None:
    index = folder / "model_index.json"
    index.write_text(index.read_text().replace("WanPipeline", "StableDiffusionPipeline"))


def misfit(folder: Path) -> None:
    """Whole files of the right classes, and still no model."""
    config = folder / "text_encoder" / "config.json"
    config.write_text(config.read_text().replace('"d_ff": 64', '"d_ff": 48'))
