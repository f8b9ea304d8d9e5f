"""Engines on tiny folders: the profiles that are shipped, made small, and nothing else changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from generation.engines.base import RenderRequest, RenderResult, Size
from generation.engines.diffusers.capabilities import capabilities_of
from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.engine import DiffusersEngine
from generation.engines.diffusers.profile import Canvas
from generation.engines.diffusers.profiles import PROFILES

FOLDERS = {
    "ltx2": "ltx2", "ltx2-distilled": "ltx2", "wan-t2v": "wan_t2v", "wan2.2-t2v": "wan_t2v_experts",
    "wan-i2v": "wan_i2v_clip", "wan2.2-i2v": "wan_i2v", "wan2.2-ti2v": "wan_ti2v",
    "wan-vace": "wan_vace",
}  # fmt: skip


class Tiny(StrEnum):
    """Sizes as small as the canvas, and one that is larger and of another shape."""

    SQUARE = "64x64"
    TALL = "96x128"

    @property
    def width(self) -> int:
        return int(self.value.split("x")[0])

    @property
    def height(self) -> int:
        return int(self.value.split("x")[1])


SQUARE, TALL = cast(Size, Tiny.SQUARE), cast(Size, Tiny.TALL)


def engine(folders: Path, profile: str, **table: Any) -> DiffusersEngine:
    """One or two seconds at 64x64; `table` as an operator writes it."""
    known = PROFILES[profile]
    weights = folders / FOLDERS[profile]
    steps = {} if known.sigmas else {"steps": 3}
    plain = {"profile": profile, "weights": str(weights), "device": "cpu", "dtype": "float32",
             "vae_dtype": "float32"}  # fmt: skip
    settings = settings_of(plain | steps | table)
    small = replace(
        known,
        canvases={SQUARE: Canvas(64, 64), TALL: Canvas(64, 64)},
        seconds=(1, 2),
        people_need_lora=False,
        arguments={**known.arguments, "max_sequence_length": 32},
    )
    settings = replace(settings, profile=small, canvases=small.canvases, seconds=(1, 2))
    return DiffusersEngine(settings, capabilities_of("tiny", settings))


@dataclass
class Watcher:
    """Counts how often it is asked, and stops the render at that question."""

    path: Path
    stop_at: Callable[[int], bool] = lambda _: False
    told: list[float] = field(default_factory=list)
    there: list[bool] = field(default_factory=list)
    asked: int = 0

    def progress(self, share: float) -> None:
        self.told.append(share)
        self.there.append(self.path.exists())

    def cancelled(self) -> bool:
        self.asked += 1
        return self.stop_at(self.asked)


def render(
    made: DiffusersEngine,
    into: Path,
    *,
    prompt: str = "a red ball bounces",
    size: Size = SQUARE,
    seconds: int = 1,
    seed: int = 7,
    watcher: Watcher | None = None,
    look: Callable[[Sequence[Any]], None] | None = None,
    **start: Any,
) -> RenderResult:
    watcher = watcher or Watcher(into)
    return made.render(
        RenderRequest(prompt, size, seconds, seed, **start),
        into=into,
        progress=watcher.progress,
        cancelled=watcher.cancelled,
        look=look,
    )
