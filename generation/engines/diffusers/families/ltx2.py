from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from generation.engines.diffusers.families import pictures
from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.plan import Plan
from generation.engines.diffusers.profile import Way

if TYPE_CHECKING:
    import torch

# The pipelines' own defaults: what is not turned off costs a call.
DEFAULTS = {"stg_scale": 1.0, "modality_scale": 3.0}
LAST = -1
# What the pipelines do by default is right from LTX-2.3 on; of LTX-2.0 their docstrings say this
# (diffusers 0.42).
FIRST_OF_ALL = {"use_cross_timestep": False, "spatio_temporal_guidance_blocks": [29]}


class Ltx2:
    """LTX-2.x: pictures and sound in one loop, packed into rows of tokens."""

    def inputs(self, pipe: Pipeline, plan: Plan) -> Mapping[str, object]:
        request = plan.request
        given: dict[str, object] = {"num_frames": plan.frames, "frame_rate": float(plan.fps)}
        if _is_first_of_all(pipe):
            given |= FIRST_OF_ALL
        if plan.way is Way.FIRST_FRAME and request.first_frame:
            given["image"] = pictures.fitted(request.first_frame, plan.canvas)
        if plan.way in {Way.ENDS, Way.PEOPLE}:
            given["conditions"] = _conditions(plan)
        if plan.way is Way.PEOPLE:
            given["reference_conditions"] = _people(plan)
        return given

    def passes(self, pipe: Pipeline, arguments: Mapping[str, object]) -> int:
        """Guidance by text is one call with two rows."""
        scales = DEFAULTS | dict(arguments)
        apart = scales["stg_scale"] != 0.0, scales["modality_scale"] != 1.0
        return 1 + sum(apart)

    def clean(self, pipe: Pipeline, guess: torch.Tensor, plan: Plan) -> torch.Tensor:
        """Tokens of pictures that it starts from stand behind the film's own."""
        frames = (plan.frames - 1) // pipe.vae_temporal_compression_ratio + 1
        height = plan.canvas.height // pipe.vae_spatial_compression_ratio
        width = plan.canvas.width // pipe.vae_spatial_compression_ratio
        space, time = pipe.transformer_spatial_patch_size, pipe.transformer_temporal_patch_size
        tokens = frames * height * width // (space * space * time)
        unpacked = pipe._unpack_latents(guess[:, :tokens], frames, height, width, space, time)
        vae = pipe.vae
        latents: torch.Tensor = pipe._denormalize_latents(
            unpacked, vae.latents_mean, vae.latents_std, vae.config.scaling_factor
        )
        return latents

    def done(self, pipe: Pipeline, output: Any, plan: Plan) -> torch.Tensor:
        latents: torch.Tensor = output.frames
        return latents

    def decoded(self, pipe: Pipeline, latents: torch.Tensor) -> torch.Tensor:
        """Decoders that take a time are asked at 0, as the pipelines ask them."""
        import torch

        vae = pipe.vae
        latents = latents.to(pipe._execution_device, dtype=vae.dtype)
        at = torch.zeros(1).to(latents) if vae.config.timestep_conditioning else None
        decoded: torch.Tensor = vae.decode(latents, at, return_dict=False)[0]
        return decoded

    def sound(self, pipe: Pipeline, output: Any) -> tuple[torch.Tensor, int] | None:
        if output.audio is None:
            return None
        latents = output.audio.to(pipe._execution_device, dtype=pipe.audio_vae.dtype)
        spectrum = pipe.audio_vae.decode(latents, return_dict=False)[0]
        return pipe.vocoder(spectrum)[0], int(pipe.vocoder.config.output_sampling_rate)


def _is_first_of_all(pipe: Pipeline) -> bool:
    """Only LTX-2.0 projects the text inside of the transformer."""
    return bool(pipe.transformer.config.use_prompt_embeddings)


def _conditions(plan: Plan) -> list[object] | None:
    from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

    ends = ((0, plan.request.first_frame), (LAST, plan.request.last_frame))
    given: list[object] = [
        LTX2VideoCondition(frames=pictures.fitted(path, plan.canvas), index=index)
        for index, path in ends
        if path is not None
    ]
    return given or None


def _people(plan: Plan) -> list[object]:
    from diffusers.pipelines.ltx2.pipeline_ltx2_ic_lora import LTX2ReferenceCondition

    return [LTX2ReferenceCondition(frames=one) for one in pictures.people(plan.request)]
