from __future__ import annotations

import math
from dataclasses import fields
from pathlib import Path
from typing import Any

from lib.media.apart.messages import broken
from lib.media.apart.process import child
from lib.media.limits import MAX_SECONDS, MAX_SIDE
from lib.media.probe import MediaInfo

# Numbers of a header that nobody need believe beyond these.
MOST = {"width": MAX_SIDE, "height": MAX_SIDE, "duration": MAX_SECONDS}
LONGEST_NAME = 64
LARGEST = 2**53  # beyond it a float is no longer exact


def shape_apart(film: Path) -> tuple[MediaInfo, int]:
    """As `lib.media.probe.probe`, and how many tracks of sound there are."""
    with child(film, "shape") as process:
        said = process.message()
    info, sounds = said.facts.get("info"), said.facts.get("sounds")
    if said.kind != "end" or not isinstance(info, dict) or type(sounds) is not int or sounds < 0:
        raise broken()
    if set(info) != {field.name for field in fields(MediaInfo)}:
        raise broken()
    for field in fields(MediaInfo):
        if not _is_sound(info[field.name], str(field.type), MOST.get(field.name, math.inf)):
            raise broken()
    return MediaInfo(**{**info, "size": film.stat().st_size}), sounds


def _is_sound(value: Any, kind: str, most: float) -> bool:
    if kind in {"str", "str | None"}:
        return (value is None and "None" in kind) or (
            isinstance(value, str) and len(value) <= LONGEST_NAME
        )
    if kind == "bool":
        return isinstance(value, bool)
    if type(value) not in ((int,) if kind == "int" else (int, float)):
        return False
    return bool(0 <= value <= min(most, LARGEST))  # nor is NaN
