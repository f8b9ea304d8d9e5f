"""`loras`: small changes of weights that are laid over the model's own."""

from generation.engines.diffusers.profile import Profile
from generation.engines.diffusers.reading import flag, number, text
from generation.engines.diffusers.settings import Lora

KEYS = {"weights", "scale", "shows_people"}
MOST = 8


def loras_of(profile: Profile, value: object) -> tuple[Lora, ...]:
    """Raises ValueError."""
    if not isinstance(value, list) or len(value) > MOST:
        raise ValueError(f"loras must be a list of at most {MOST} tables.")
    return tuple(_lora(profile, one) for one in value)


def _lora(profile: Profile, value: object) -> Lora:
    if not isinstance(value, dict) or not {"weights"} <= set(value) <= KEYS:
        others = ", ".join(sorted(KEYS - {"weights"}))
        raise ValueError(f"each of loras must be a table with weights and, if wanted, {others}.")
    lora = Lora(
        text("weights", value["weights"]),
        number(-4.0, 4.0)("scale", value.get("scale", 1.0)),
        flag("shows_people", value.get("shows_people", False)),
    )
    if lora.shows_people:
        _refuse_idle(profile, lora)
    return lora


def _refuse_idle(profile: Profile, lora: Lora) -> None:
    if not profile.people_need_lora:
        raise ValueError(f"shows_people is no matter of {profile.name}: no LoRA decides it there.")
    if lora.scale <= 0.0:
        raise ValueError("shows_people needs a scale above 0: the LoRA would do nothing, or worse.")
