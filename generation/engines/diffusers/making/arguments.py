"""All that a pipeline is called with."""

from __future__ import annotations

from typing import Any

from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.plan import Plan
from generation.engines.words import worded


def arguments_of(loaded: Loaded, pipe: Pipeline, plan: Plan) -> dict[str, Any]:
    """The noise is drawn on the CPU, so that every machine starts from the same."""
    import torch

    profile, request = loaded.settings.profile, plan.request
    given: dict[str, Any] = dict(profile.arguments)
    if plan.guidance is not None:
        given["guidance_scale"] = plan.guidance
    if plan.guidance_2 is not None:
        given["guidance_scale_2"] = plan.guidance_2
    if plan.negative:
        given["negative_prompt"] = plan.negative
    if profile.sigmas:
        given["sigmas"] = list(profile.sigmas)
    return given | {
        "prompt": worded(request.prompt, request.references),
        "num_inference_steps": plan.steps,
        "width": plan.canvas.width,
        "height": plan.canvas.height,
        "generator": torch.Generator("cpu").manual_seed(request.seed % 2**63),
        "output_type": "latent",
        **loaded.family.inputs(pipe, plan),
    }
