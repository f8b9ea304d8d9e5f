"""What a second render of the same film needs (features.md, G22)."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.making.drawing import Drawn
from generation.engines.diffusers.plan import Plan

LIBRARIES = ("torch", "diffusers", "transformers", "accelerate", "av", "numpy", "pillow",
             "opencv-python-headless", "espeakng-loader", "peft", "torchao",
             "bitsandbytes")  # fmt: skip
Record = dict[str, str | int | float]


def record_of(loaded: Loaded, plan: Plan, drawn: Drawn, *, engine: str) -> Record:
    return {
        "engine": engine,
        **_asked(plan),
        **_model(loaded, drawn.scheduler),
        **_how(loaded, drawn),
        **{f"library_{name.replace('-', '_')}": _version(name) for name in LIBRARIES},
    }


def _asked(plan: Plan) -> Record:
    request = plan.request
    return {
        "seed": request.seed,
        "size": request.size.value,
        "seconds": request.seconds,
        "people": len(request.references),
        "way": plan.way.value,
        "drawn_width": plan.canvas.width,
        "drawn_height": plan.canvas.height,
        "drawn_frames": plan.frames,
        "drawn_fps": plan.fps,
        "steps": plan.steps,
        **_said(guidance=plan.guidance, guidance_2=plan.guidance_2),
        "negative_prompt": plan.negative,
    }


def _model(loaded: Loaded, scheduler: Any) -> Record:
    profile, plain = (
        loaded.settings.profile,
        json.dumps(dict(scheduler.config), sort_keys=True, default=str),
    )
    return {
        "profile": profile.name,
        "engine_version": profile.version,
        "model_sha256": loaded.found.sha256,
        "scheduler": type(scheduler).__name__,
        "scheduler_sha256": hashlib.sha256(plain.encode()).hexdigest(),
        "loras": " ".join(
            f"{lora.file.name}:{lora.scale}:{lora.sha256}" for lora in loaded.found.loras
        ),
    }


def _how(loaded: Loaded, drawn: Drawn) -> Record:
    import torch

    settings = loaded.settings
    return {
        "device": _device_name(loaded),
        "dtype": settings.dtype,
        "vae_dtype": settings.vae_dtype,
        "quantisation": settings.quantisation,
        "offload": settings.offload,
        "attention_backend": settings.attention_backend or "default",
        "cache": settings.cache,
        **_said(cache_threshold=settings.cache_threshold),
        "compiled": int(settings.compile_blocks),
        "context_parallel": settings.context_parallel,
        "vae_tiled": int(drawn.tiled),
        "transformer_calls": drawn.calls,
        # Sums on a CPU end in other bits where they are shared out otherwise.
        "torch_threads": torch.get_num_threads(),
        "processor": torch.backends.cpu.get_cpu_capability(),
        "sound": settings.sound.value,
        "encoder_threads": settings.encoder_threads,
    }


def _said(**values: float | None) -> Record:
    return {key: value for key, value in values.items() if value is not None}


def _device_name(loaded: Loaded) -> str:
    import torch

    if loaded.device.type != "cuda":
        return loaded.device.type
    return torch.cuda.get_device_name(loaded.device)


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"
