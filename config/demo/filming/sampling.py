import numpy as np
from numpy.typing import NDArray

from config.demo.filming.portrait import SIDE, Picture


def sampled(picture: Picture, x: NDArray[np.floating], y: NDArray[np.floating]) -> Picture:
    """Bilinear; beyond the edge the edge goes on."""
    x, y = np.clip(x, 0, SIDE - 1.001), np.clip(y, 0, SIDE - 1.001)
    left, top = x.astype(np.intp), y.astype(np.intp)
    right_share, low_share = (x - left)[..., None], (y - top)[..., None]
    upper = picture[top, left] * (1 - right_share) + picture[top, left + 1] * right_share
    lower = picture[top + 1, left] * (1 - right_share) + picture[top + 1, left + 1] * right_share
    return np.asarray(upper * (1 - low_share) + lower * low_share, np.uint8)
