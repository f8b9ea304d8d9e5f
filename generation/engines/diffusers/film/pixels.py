from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import torch
    from numpy.typing import NDArray


def as_bytes(pictures: torch.Tensor) -> NDArray[np.uint8]:
    """3 x frames x height x width, -1..1, to frames x height x width x 3, on the host."""
    import torch

    scaled = (pictures.float() * 127.5 + 127.5).round_().clamp_(0, 255)
    bytes_: NDArray[np.uint8] = (
        scaled.to(torch.uint8).permute(1, 2, 3, 0).contiguous().cpu().numpy()
    )
    return bytes_
