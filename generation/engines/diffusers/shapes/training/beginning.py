"""The weights of a finished checkpoint as what another course begins with."""

from pathlib import Path

import torch
from safetensors.torch import load_file

from generation.engines.diffusers.shapes.training.course import Course

FILES = {
    "vae": "vae/diffusion_pytorch_model.safetensors",
    "transformer": "transformer/diffusion_pytorch_model.safetensors",
    "text_encoder": "text_encoder/model.safetensors",
}


def begin(run: Course, weights: Path) -> None:
    """Saved as its step 0, from which training goes on; a course that has begun stays as it is.
    Raises ValueError where the networks are of other shapes."""
    if run.file.exists():
        return
    state: dict[str, torch.Tensor] = {}
    for name in run.modules:
        found = load_file(weights / FILES[name])
        state |= {f"{name}.{key}": value.float() for key, value in found.items()}
    try:
        # Of what is shared (the words' embedding) a file holds one copy.
        unknown = run.modules.load_state_dict(state, strict=False).unexpected_keys
    except RuntimeError as error:
        raise ValueError(f"{weights} is of other shapes") from error
    if unknown:
        raise ValueError(f"{weights} holds more: {unknown[0]}")
    run.steady = {key: value.detach().clone() for key, value in run.modules.state_dict().items()}
    run.save()
