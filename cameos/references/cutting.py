"""Head and shoulders cut out of a frame, always alike, so that an engine knows where the face is.

The picture is square; the face, from the brows to the chin, lies in its middle and takes
`FACE_SHARE` of its side. Beyond the frame's edge its last row or column goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.faces.base import FaceBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FACE_SHARE = 1 / 2.4
# Engines that take pictures of people shrink them to about this; nothing is ever enlarged.
MOST_SIDE = 768


def cut(image: NDArray[np.uint8], box: FaceBox, scale: float) -> NDArray[np.uint8]:
    """`box` is in pixels of the frame as it was looked at, `image` is `scale` times as large."""
    import numpy as np
    from PIL import Image

    side = round(max(box.right - box.left, box.bottom - box.top) * scale / FACE_SHARE)
    left = round((box.left + box.right) / 2 * scale - side / 2)
    top = round((box.top + box.bottom) / 2 * scale - side / 2)
    rows = np.clip(np.arange(top, top + side), 0, image.shape[0] - 1)
    columns = np.clip(np.arange(left, left + side), 0, image.shape[1] - 1)
    part = np.ascontiguousarray(image[rows][:, columns])
    if side <= MOST_SIDE:
        return part
    small = Image.fromarray(part).resize((MOST_SIDE, MOST_SIDE), Image.Resampling.LANCZOS)
    return np.asarray(small)
