"""Stage four: the averages of both courses as the folder that `WanPipeline` loads."""

import shutil
from pathlib import Path
from typing import Any

import torch
from diffusers import FlowMatchEulerDiscreteScheduler, WanPipeline

from generation.engines.diffusers.shapes.training import denoiser
from generation.engines.diffusers.shapes.training.language import new_tokenizer
from generation.engines.diffusers.shapes.training.latents import spread, trained

_Pipeline: Any = WanPipeline
_Schedule: Any = FlowMatchEulerDiscreteScheduler

SHIFT = 1.5  # of the noise levels at inference towards the noisy end


def export(folder: Path, into: Path) -> None:
    """Stored in half precision; a loader asks for float32."""
    vae = trained(folder)
    mean, deviation = spread(folder)
    vae.register_to_config(latents_mean=mean.tolist(), latents_std=deviation.tolist())
    run = denoiser.course(folder, 0, 1)
    run.modules.load_state_dict(run.steady)
    pipeline = _Pipeline(
        tokenizer=new_tokenizer(),
        text_encoder=run.modules["text_encoder"].half(),
        transformer=run.modules["transformer"].half(),
        vae=vae.half(),
        scheduler=_Schedule(shift=SHIFT),
    )
    shutil.rmtree(into, ignore_errors=True)
    with torch.no_grad():
        pipeline.save_pretrained(into, safe_serialization=True)
