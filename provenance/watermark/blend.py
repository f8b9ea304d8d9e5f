from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.watermark.patch import Patch

if TYPE_CHECKING:
    import numpy as np
    from av.video.frame import VideoFrame
    from av.video.plane import VideoPlane
    from numpy.typing import NDArray


def blend(frame: VideoFrame, patch: Patch, at: tuple[int, int]) -> None:
    """Draw the patch into a yuv420p frame in place: a few hundredths of it, no conversion.

    A decoded frame may still serve the decoder as a reference; it is copied first where so.
    """
    frame.make_writable()
    left, top = at
    luma, blue, red = (_plane(plane) for plane in frame.planes)
    _mix(luma, patch.keep, patch.add, left, top)
    for chroma in (blue, red):
        _mix(chroma, patch.keep_chroma, patch.add_chroma, left // 2, top // 2)


def _plane(plane: VideoPlane) -> NDArray[np.uint8]:
    import numpy as np

    flat: NDArray[np.uint8] = np.frombuffer(plane, np.uint8)  # type: ignore[call-overload]
    return flat.reshape(-1, plane.line_size)[: plane.height, : plane.width]


def _mix(
    plane: NDArray[np.uint8],
    keep: NDArray[np.uint32],
    add: NDArray[np.uint32],
    left: int,
    top: int,
) -> None:
    rows, columns = keep.shape
    window = plane[top : top + rows, left : left + columns]
    window[:] = (window * keep + add) >> 8
