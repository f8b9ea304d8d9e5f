"""The one model that this process keeps ready."""

from __future__ import annotations

from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.loading.memory import give_back
from generation.engines.diffusers.loading.reading import load
from generation.engines.diffusers.settings import Settings

_warm: dict[str, Loaded] = {}  # none or one


def warm(settings: Settings) -> Loaded:
    """Under the lock of the device. What was there is freed first: two do not fit one card."""
    held = _warm.get("model")
    if held is not None and held.settings == settings:
        return held
    del held
    cool()
    _warm["model"] = load(settings)
    return _warm["model"]


def cool() -> None:
    if _warm.pop("model", None) is not None:
        give_back()
