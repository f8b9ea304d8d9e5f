"""What is known of one kind of model: how it is called, and what it hands back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from generation.engines.base import FPS, Size, Start

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTHING: Mapping[str, object] = MappingProxyType({})


class Way(StrEnum):
    """What a film starts from, as far as it decides which pipeline is called."""

    TEXT = "text"
    FIRST_FRAME = "first_frame"
    ENDS = "first_and_last_frame"
    PEOPLE = "references"
    FILM = "film"


class Sound(StrEnum):
    MODEL = "model"  # drawn together with the pictures
    SPOKEN = "spoken"  # quoted dialogue by eSpeak over ambience
    NONE = "none"  # a silent track


class Canvas(NamedTuple):
    """Width and height in pixels that the model itself draws."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Profile:
    """`ways`: the pipeline class for each way to start; they share one set of weights.

    `canvases`: what is drawn for each size that is offered; it is scaled up afterwards.
    `side_multiple`: what width and height of a canvas must divide by. `frame_grid`: the model makes
    grid * k + 1 frames. `fps`: of its own frames. `sigmas`: the noise levels of a distilled model,
    whose steps and guidance are then fixed. `guidance`: None where it must not be changed.
    `guidance_2`: of the second expert; None where it is the first's. `negative`: what guidance
    leads away from; empty where from nothing.
    `people_need_lora`: without one that was made for it, it draws strangers whatever pictures of
    people it is given, so it takes none.
    `experts`: transformers that share the steps. `arguments`: what else each call gets.
    `look_at`: the share of the steps after which the clean picture is guessed well enough to be
    looked at; None where it cannot be. `caches`: that diffusers knows for this transformer.
    `draws`: where the model can draw nothing else, whatever it is asked; a network is held to that
    by `stays_within`, which sees each clip before it is written. `retold`: the words of a chain of
    remixes as one that it understands, or None where it cannot. `weights`: of a model that comes
    with this repository.
    `transformers`: the folders where its transformer may lie; the first that is there is taken.
    `unused`: parts that no call of ours needs, so they are neither fetched nor loaded.
    """

    name: str
    family: str
    ways: Mapping[Way, str]
    canvases: Mapping[Size, Canvas]
    side_multiple: int
    frame_grid: int
    seconds: tuple[int, ...]
    steps: int
    fps: int = FPS
    guidance: float | None = None
    guidance_2: float | None = None
    negative: str = ""
    sigmas: tuple[float, ...] = ()
    arguments: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    sound: Sound = Sound.NONE
    people: int = 0
    people_need_lora: bool = False
    experts: int = 1
    look_at: float | None = 0.4
    dtype: str = "bfloat16"
    vae_dtype: str = "bfloat16"
    caches: frozenset[str] = frozenset({"first_block", "taylorseer"})
    draws: frozenset[str] = frozenset()
    stays_within: Callable[[NDArray[np.uint8]], bool] | None = None
    retold: Callable[[str], str | None] | None = None
    weights: Path | None = None
    transformers: tuple[str, ...] = ("transformer",)
    unused: frozenset[str] = frozenset()
    version: str = "1"

    @property
    def classes(self) -> frozenset[str]:
        return frozenset(self.ways.values())

    @property
    def starts(self) -> frozenset[Start]:
        """Either end alone is taken where both are."""
        found = {Start.FILM} if Way.FILM in self.ways else set()
        if Way.FIRST_FRAME in self.ways:
            found.add(Start.FIRST_FRAME)
        return frozenset(found | ({Start.LAST_FRAME} if Way.ENDS in self.ways else set()))

    def frames_for(self, seconds: int) -> int:
        """The least number on the grid that is long enough: off it, a model rounds down in
        silence, and its sound keeps the length that was asked for."""
        wanted = seconds * self.fps
        return -(-(wanted - 1) // self.frame_grid) * self.frame_grid + 1
