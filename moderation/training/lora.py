"""The encoder's upper layers with low-rank matrices beside their weights, which stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from moderation.detectors.minilm.adapter import MODULES, SCALE, module_of
from moderation.detectors.minilm.wheel import model_folder

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray

RANK = 16
LOWER = 3  # layers that stay frozen: their states are computed once for all epochs


def frozen() -> Any:
    """The encoder as it lies in the wheel, without gradients."""
    from transformers import AutoModel
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    bert = AutoModel.from_pretrained(
        model_folder(), attn_implementation="sdpa", local_files_only=True
    )
    return bert.eval().requires_grad_(False)


def mask_of(mask: torch.Tensor) -> torch.Tensor:
    """(batch, tokens) of 1 and 0 → what is added to the attention's scores."""
    return (1 - mask[:, None, None, :].float()) * -1e4


def through(layers: Any, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    for layer in layers:
        states = layer(states, attention_mask=mask)
    return states


def pooled(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Unit vectors of the mean state, as the exported graph makes them."""
    import torch

    weights = mask.unsqueeze(-1).to(states.dtype)
    mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
    return torch.nn.functional.normalize(mean, dim=1)


def beside(bert: Any, *, rank: int = RANK) -> dict[str, torch.nn.Parameter]:
    """Hangs trainable matrices into the upper layers; returns them by their name in the file.

    The second one starts at zero: an untrained adapter changes nothing.
    """
    import torch

    found: dict[str, torch.nn.Parameter] = {}
    for number in range(LOWER, len(bert.encoder.layer)):
        for name in MODULES:
            linear = module_of(bert.encoder.layer[number], name)
            low = torch.nn.Parameter(
                torch.randn(rank, linear.in_features) / linear.in_features**0.5
            )
            high = torch.nn.Parameter(torch.zeros(linear.out_features, rank))
            linear.forward = _forward(linear, low, high)
            found |= {f"{number}.{name}.low": low, f"{number}.{name}.high": high}
    return found


def _forward(linear: Any, low: torch.Tensor, high: torch.Tensor) -> Any:
    import torch

    plain = torch.nn.functional.linear

    def forward(states: torch.Tensor) -> torch.Tensor:
        own = plain(states, linear.weight, linear.bias)
        return own + SCALE * plain(plain(states, low), high)

    return forward


def tensors(parameters: Mapping[str, torch.nn.Parameter]) -> dict[str, NDArray[np.float16]]:
    """As they are committed: half precision."""
    import numpy as np

    return {
        name: np.asarray(value.detach().cpu().numpy(), dtype=np.float16)
        for name, value in parameters.items()
    }
