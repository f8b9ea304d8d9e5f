from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generation.engines.diffusers.families.base import Family, Pipeline
from generation.engines.diffusers.loading.finding import Found
from generation.engines.diffusers.settings import Settings

if TYPE_CHECKING:
    import torch


@dataclass(slots=True)
class Loaded:
    """A warm model: one set of weights, and the pipelines that were built around it so far.

    `tiled`: the VAE decodes in tiles, because it was asked to or because memory ran out.
    """

    settings: Settings
    base: Pipeline
    family: Family
    device: torch.device
    found: Found
    tiled: bool = False
    pipelines: dict[str, Pipeline] = field(default_factory=dict)

    @property
    def transformers(self) -> Iterator[Any]:
        """One, or two where experts share the steps."""
        for name in ("transformer", "transformer_2"):
            part = getattr(self.base, name, None)
            if part is not None:
                yield part

    def tile(self) -> None:
        self.base.vae.enable_tiling()
        self.tiled = True

    def as_asked(self) -> None:
        """Whole again where tiles were only tried: the next film is as if none had been."""
        if self.tiled and not self.settings.vae_tiling:
            self.base.vae.disable_tiling()
            self.tiled = False

    def forget(self) -> None:
        """What caches of the transformers hold of a call that broke off."""
        for transformer in self.transformers:
            if hasattr(transformer, "_reset_stateful_cache"):
                transformer._reset_stateful_cache()
