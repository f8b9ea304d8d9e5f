"""A whole table: its keys, and what must fit together. Raises ValueError with a clear text."""

from collections.abc import Mapping
from typing import Any

from generation.engines.base import SECONDS
from generation.engines.diffusers.drawn_at import canvases_of
from generation.engines.diffusers.loras import loras_of
from generation.engines.diffusers.profile import Profile, Sound
from generation.engines.diffusers.profiles import PROFILES
from generation.engines.diffusers.settings import Settings
from generation.engines.diffusers.table import FETCHED, READERS

APART = ("profile", "seconds", "canvases", "loras")


def settings_of(table: Mapping[str, Any]) -> Settings:
    profile = _profile(table.get("profile"))
    unknown = sorted(set(table) - set(READERS) - set(APART))
    if unknown:
        known = ", ".join(sorted((*READERS, *APART)))
        raise ValueError(f"{unknown[0]} is no setting; there are: {known}.")
    values = {key: READERS[key](key, table[key]) for key in READERS if key in table}
    _refuse_fixed(profile, values)
    return _refuse_odd(_settings(profile, table, values))


def _profile(name: object) -> Profile:
    if not isinstance(name, str) or name not in PROFILES:
        raise ValueError(f"profile is {name!r}; it must be one of: {', '.join(sorted(PROFILES))}.")
    return PROFILES[name]


def _settings(profile: Profile, table: Mapping[str, Any], values: Mapping[str, Any]) -> Settings:
    if "weights" not in values and profile.weights is None:
        raise ValueError("weights is missing: a folder, or a hub id such as owner/name.")
    asked: dict[str, Any] = {
        "weights": str(profile.weights),
        "dtype": profile.dtype,
        "vae_dtype": profile.vae_dtype,
        "steps": profile.steps,
        "guidance": profile.guidance,
        "guidance_2": profile.guidance_2,
        "negative_prompt": profile.negative,
        "look_at": profile.look_at,
        "sound": profile.sound,
    } | dict(values)
    asked["sound"] = Sound(asked["sound"])
    return Settings(
        profile=profile,
        seconds=_seconds(profile, table.get("seconds")),
        canvases=canvases_of(profile, table.get("canvases", {})),
        loras=loras_of(profile, table.get("loras", [])),
        **asked,
    )


def _refuse_fixed(profile: Profile, values: Mapping[str, Any]) -> None:
    if "steps" in values and profile.sigmas:
        raise ValueError(f"{profile.name} is distilled: its steps cannot be changed.")
    for key in ("guidance", "negative_prompt"):
        if key in values and profile.guidance is None:
            raise ValueError(f"{profile.name} runs without guidance: {key} cannot be changed.")
    if "guidance_2" in values and profile.experts == 1:
        raise ValueError(f"{profile.name} has no second expert: guidance_2 is for two.")
    guidance = values.get("guidance", profile.guidance) or 0.0
    if values.get("guidance_2", 0.0) > 1.0 >= guidance:
        raise ValueError("guidance_2 above 1 needs guidance above 1: else neither is guided.")
    if "look_at" in values and profile.look_at is None:
        raise ValueError(f"{profile.name} cannot be looked at before it is done.")
    own = profile.sound is Sound.MODEL
    if "sound" in values and own != (values["sound"] == Sound.MODEL):
        made = "makes its own sound" if own else "makes no sound"
        raise ValueError(f"{profile.name} {made}: sound cannot be {values['sound']}.")


def _refuse_odd(settings: Settings) -> Settings:
    if settings.offload != "none" and settings.device == "cpu":
        raise ValueError("offload moves weights off an accelerator: device cannot be cpu.")
    if settings.cache not in {"none", *settings.profile.caches}:
        raise ValueError(f"{settings.profile.name} has no cache of the kind {settings.cache}.")
    if settings.cache_threshold is not None and settings.cache != "first_block":
        raise ValueError('cache_threshold is only for cache = "first_block".')
    if settings.context_parallel > 1 and settings.offload != "none":
        raise ValueError("context_parallel and offload do not go together.")
    _refuse_fetched(settings)
    return settings


def _refuse_fetched(settings: Settings) -> None:
    """No weights, but programs: diffusers fetches them whatever `local_files_only` says."""
    name = settings.attention_backend or ""
    if not name.endswith(FETCHED):
        if settings.hub_kernels:
            raise ValueError(f"hub_kernels is only for attention backends that end in {FETCHED}.")
        return
    if not settings.hub_kernels:
        raise ValueError(f"{name} fetches code from the hub and runs it: see hub_kernels.")
    if settings.local_files_only:
        raise ValueError(f"{name} is fetched from the hub: local_files_only must be false.")


def _seconds(profile: Profile, value: object) -> tuple[int, ...]:
    if value is None:
        return profile.seconds
    if not isinstance(value, list) or not value or any(one not in SECONDS for one in value):
        raise ValueError(f"seconds is {value!r}; it must be a list of some of {list(SECONDS)}.")
    return tuple(sorted(set(value)))
