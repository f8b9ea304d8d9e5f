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
    """At step 0; a course that was stopped later goes on from its own. Raises ValueError where the
    networks are of other shapes."""
    if run.step:
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
