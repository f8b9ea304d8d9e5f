from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generation.engines.diffusers.families import pictures, vace
from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.plan import Plan
from generation.engines.diffusers.profile import Way

if TYPE_CHECKING:
    import torch

DRAWN_AGAIN = 0.5  # of the steps, where a film is begun with; the rest of it stays


class Wan:
    """Wan 2.x and VACE: guidance is a second call of the transformer, and latents stay as they
    came out of the loop."""

    def inputs(self, pipe: Pipeline, plan: Plan) -> Mapping[str, object]:
        request, wanted = plan.request, _frames(pipe, plan)
        if plan.way is Way.FILM and request.film is not None:
            strength = max(DRAWN_AGAIN, 1 / plan.steps)  # one step at least
            return {"video": pictures.film(request.film, plan), "strength": strength}
        if vace.is_vace(pipe):
            return vace.inputs(plan) | wanted
        ends = {"image": request.first_frame, "last_image": request.last_frame}
        given = {name: pictures.fitted(path, plan.canvas) for name, path in ends.items() if path}
        return given | wanted

    def passes(self, pipe: Pipeline, arguments: Mapping[str, object]) -> int:
        scale = arguments.get("guidance_scale", 5.0)
        return 2 if isinstance(scale, float) and scale > 1.0 else 1

    def clean(self, pipe: Pipeline, guess: torch.Tensor, plan: Plan) -> torch.Tensor:
        """People stand before the film's first frame; their pipeline cuts them off only where it
        decodes by itself."""
        people = len(plan.request.references) if vace.is_vace(pipe) else 0
        return _scaled(pipe, guess[:, :, people:])

    def done(self, pipe: Pipeline, output: Any, plan: Plan) -> torch.Tensor:
        return self.clean(pipe, output.frames, plan)

    def decoded(self, pipe: Pipeline, latents: torch.Tensor) -> torch.Tensor:
        decoded: torch.Tensor = pipe.vae.decode(latents, return_dict=False)[0]
        return decoded

    def sound(self, pipe: Pipeline, output: Any) -> None:
        return None


def _frames(pipe: Pipeline, plan: Plan) -> dict[str, object]:
    """Where time is not compressed, these pipelines make one frame more than they are asked for."""
    one_more = pipe.vae_scale_factor_temporal == 1
    return {"num_frames": plan.frames - one_more}


def _scaled(pipe: Pipeline, latents: torch.Tensor) -> torch.Tensor:
    import torch

    config = pipe.vae.config
    shape = (1, config.z_dim, 1, 1, 1)
    # As the pipelines do it, in the VAE's own precision: the same bits as theirs come out.
    latents = latents.to(pipe._execution_device, dtype=pipe.vae.dtype)
    mean = torch.tensor(config.latents_mean).view(shape).to(latents)
    std = 1.0 / torch.tensor(config.latents_std).view(shape).to(latents)
    return latents / std + mean
