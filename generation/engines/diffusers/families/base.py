from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from generation.engines.diffusers.plan import Plan

if TYPE_CHECKING:
    import torch

Pipeline = Any  # a diffusers.DiffusionPipeline; its classes share no typed interface


class Family(Protocol):
    def inputs(self, pipe: Pipeline, plan: Plan) -> Mapping[str, object]:
        """What a call gets beside the prompt, steps, sides and generator. Raises EngineError."""
        ...

    def passes(self, pipe: Pipeline, arguments: Mapping[str, object]) -> int:
        """How often the transformer is called in each step."""
        ...

    def clean(self, pipe: Pipeline, guess: torch.Tensor, plan: Plan) -> torch.Tensor:
        """Latents as they lie in the loop, in the shape and scale that the VAE decodes."""
        ...

    def done(self, pipe: Pipeline, output: Any, plan: Plan) -> torch.Tensor:
        """The same of what the pipeline hands back."""
        ...

    def decoded(self, pipe: Pipeline, latents: torch.Tensor) -> torch.Tensor:
        """1 x 3 x frames x height x width, -1..1."""
        ...

    def sound(self, pipe: Pipeline, output: Any) -> tuple[torch.Tensor, int] | None:
        """Channels x samples, -1..1, and the rate in Hz; None where the model makes none."""
        ...
