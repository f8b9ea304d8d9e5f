"""`loras`: small changes of weights that are laid over the model's own."""

from generation.engines.diffusers.reading import number, text
from generation.engines.diffusers.settings import Lora

KEYS = {"weights", "scale"}
MOST = 8


def loras_of(value: object) -> tuple[Lora, ...]:
    """Raises ValueError."""
    if not isinstance(value, list) or len(value) > MOST:
        raise ValueError(f"loras must be a list of at most {MOST} tables.")
    return tuple(_lora(one) for one in value)


def _lora(value: object) -> Lora:
    if not isinstance(value, dict) or not {"weights"} <= set(value) <= KEYS:
        raise ValueError("each of loras must be a table with weights and, if wanted, scale.")
    scale = number(-4.0, 4.0)("scale", value.get("scale", 1.0))
    return Lora(text("weights", value["weights"]), scale)
