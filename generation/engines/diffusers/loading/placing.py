"""Weights onto the device: whole, or part by part as they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.settings import Settings

if TYPE_CHECKING:
    import torch


def device_of(settings: Settings) -> torch.device:
    """Raises EngineError `setting_unavailable` for a device that this machine has not."""
    import torch

    asked = settings.device
    if asked == "auto":
        asked = "cuda" if torch.cuda.is_available() else "cpu"
    device = torch.device(asked)
    if device.type == "cuda" and not (device.index or 0) < torch.cuda.device_count():
        raise failed(Fault.SETTING_UNAVAILABLE, f"device {asked}")
    if device.type == "cpu" and settings.offload != "none":
        raise failed(Fault.SETTING_UNAVAILABLE, "offload without a card")
    return device


@contextmanager
def current(device: torch.device) -> Iterator[None]:
    """Some libraries put what they read on the card that is current, and ask for no other."""
    import torch

    if device.type != "cuda":
        yield
        return
    with torch.cuda.device(device):
        yield


def placed(pipe: Pipeline, settings: Settings, device: torch.device) -> None:
    import torch

    if settings.offload == "model":
        pipe.enable_model_cpu_offload(device=device)
    elif settings.offload == "sequential":
        pipe.enable_sequential_cpu_offload(device=device)
    elif settings.offload == "group":
        pipe.enable_group_offload(
            onload_device=device,
            offload_device=torch.device("cpu"),
            offload_type="leaf_level",
            use_stream=device.type == "cuda",
        )
    else:
        pipe.to(device)
