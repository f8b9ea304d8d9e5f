"""`canvases`: what the model draws for each size, where an operator wants another than usual."""

import re
from collections.abc import Mapping

from generation.engines.base import Size
from generation.engines.diffusers.profile import Canvas, Profile

SIDES = re.compile(r"([1-9]\d{1,3})x([1-9]\d{1,3})", re.ASCII)


def canvases_of(profile: Profile, value: object) -> Mapping[Size, Canvas]:
    """Raises ValueError. A size that is not named keeps what the profile says."""
    if not isinstance(value, dict):
        raise ValueError('canvases must be a table such as {"1280x720" = "832x480"}.')
    asked = {_size(size): _canvas(profile, sides) for size, sides in value.items()}
    return {
        size: asked.get(size, canvas) for size, canvas in (dict(profile.canvases) | asked).items()
    }


def _size(value: str) -> Size:
    try:
        return Size(value)
    except ValueError:
        known = ", ".join(Size)
        raise ValueError(f"canvases names {value!r}; sizes are: {known}.") from None


def _canvas(profile: Profile, value: object) -> Canvas:
    found = SIDES.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"canvases holds {value!r}; it must be as 832x480.")
    canvas = Canvas(int(found[1]), int(found[2]))
    if any(side % profile.side_multiple for side in canvas):
        raise ValueError(f"{value}: sides of {profile.name} divide by {profile.side_multiple}.")
    return canvas
