"""What the installation is given: a tiny Wan folder, and a classifier that finds nothing.

Both have random weights. The classifier is there because an engine that can draw anything is held
until somebody looked at its frames, and a film that is held is not finished.
"""

from __future__ import annotations

from pathlib import Path

from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.settings import Settings

STEPS, FEW = 20, 2
ENGINES = {"film": STEPS, "brief": FEW}
CANVAS = "112x64"
SIZE, SECONDS = "1280x720", 4
SIDE = 32
# Nothing that random weights say comes near: what is measured is that somebody looks.
LABELS = """
covers = ["sexual", "self_harm", "violence"]
[labels.one]
category = "sexual"
threshold = 0.9999
[labels.two]
category = "self_harm"
threshold = 0.9999
[labels.three]
category = "violence"
threshold = 0.9999
[labels.four]
category = "none"
"""


def written(folder: Path) -> dict[str, str]:
    """The settings that name what was written."""
    from config.demo.stand_ins.wan import wan_t2v

    wan_t2v(folder / "weights")
    _classifier(folder / "classifier")
    (folder / "labels.toml").write_text(LABELS)
    (folder / "engines.toml").write_text("\n".join(_table(folder, name) for name in ENGINES))
    return {
        "ENGINES_FILE": str(folder / "engines.toml"),
        "IMAGE_CLASSIFIER": str(folder / "classifier"),
        "IMAGE_CLASSIFIER_LABELS": str(folder / "labels.toml"),
    }


def settings(folder: Path, name: str) -> Settings:
    """As the worker reads them."""
    import tomllib

    table = tomllib.loads((folder / "engines.toml").read_text())[name]
    return settings_of({key: value for key, value in table.items() if key != "kind"})


def _table(folder: Path, name: str) -> str:
    return f"""[{name}]
kind = "diffusers"
profile = "wan-t2v"
weights = "{folder / "weights"}"
device = "cpu"
dtype = "float32"
vae_dtype = "float32"
guidance = 1.0
steps = {ENGINES[name]}
canvases = {{ "{SIZE}" = "{CANVAS}" }}
"""


def _classifier(folder: Path) -> None:
    import torch
    from transformers import ViTConfig, ViTForImageClassification, ViTImageProcessorPil

    torch.manual_seed(1)
    names = ("one", "two", "three", "four")
    ViTForImageClassification(
        ViTConfig(
            hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64,
            image_size=SIDE, patch_size=16, id2label=dict(enumerate(names)),
            label2id={name: number for number, name in enumerate(names)},
        )
    ).save_pretrained(folder)  # fmt: skip
    ViTImageProcessorPil(size={"height": SIDE, "width": SIDE}).save_pretrained(folder)
