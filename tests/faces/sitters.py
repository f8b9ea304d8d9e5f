"""The one portrait that there is, and faces computed from it that dlib takes for other people's.

Nobody else may stand in for a second person: no photo of one is committed. `wide` and `close` move
the eyes apart and together; between the two dlib measures 0.80, to the portrait 0.53 and 0.61.
`moved` is 0.69 from the portrait: beyond every threshold.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter
from skimage import data
from skimage.transform import ThinPlateSplineTransform, warp

Picture = np.ndarray
# Head and shoulders; below them a detector sees a second face in the suit.
TOP, BOTTOM, LEFT, RIGHT = 0, 280, 80, 370

LANDMARKS = {
    "left_eye": (123, 102),
    "right_eye": (166, 104),
    "nose": (144, 128),
    "left_mouth": (128, 150),
    "right_mouth": (163, 150),
    "chin": (146, 185),
    "left_jaw": (102, 150),
    "right_jaw": (188, 150),
    "left_brow": (123, 88),
    "right_brow": (168, 90),
    "left_temple": (105, 95),
    "right_temple": (186, 95),
    "hair": (146, 50),
}
MOVES: dict[str, dict[str, tuple[int, int]]] = {
    "wide": {
        **dict.fromkeys(("left_eye", "left_brow"), (-8, 0)),
        **dict.fromkeys(("right_eye", "right_brow"), (8, 0)),
    },
    "close": {
        **dict.fromkeys(("left_eye", "left_brow"), (7, 0)),
        **dict.fromkeys(("right_eye", "right_brow"), (-7, 0)),
    },
    "moved": {
        "left_eye": (6, -4),
        "right_eye": (-6, -4),
        "left_brow": (4, -12),
        "right_brow": (-4, -12),
        "nose": (0, -2),
        "left_mouth": (6, -8),
        "right_mouth": (-6, -8),
        "chin": (0, -20),
        "left_jaw": (12, -8),
        "right_jaw": (-12, -8),
    },
}


def portrait() -> Picture:
    """Of a public-domain photograph of an astronaut."""
    whole = data.astronaut()  # type: ignore[no-untyped-call]
    return np.ascontiguousarray(whole[TOP:BOTTOM, LEFT:RIGHT])


@cache
def sitter(name: str) -> Picture:
    """Landmarks moved, the picture's border kept."""
    here = np.array([*LANDMARKS.values()], dtype=float)
    moves = np.array([MOVES[name].get(key, (0, 0)) for key in LANDMARKS])
    return _pulled(portrait(), here, here + moves)


def _pulled(picture: Picture, here: np.ndarray, there: np.ndarray) -> Picture:
    """By a thin-plate spline that leaves the border where it is."""
    height, width = picture.shape[:2]
    rim = [(x, y) for x in np.linspace(0, width - 1, 6) for y in (0, height - 1)]
    rim += [(x, y) for x in (0, width - 1) for y in np.linspace(0, height - 1, 6)[1:-1]]
    spline = ThinPlateSplineTransform.from_estimate(np.vstack([there, rim]), np.vstack([here, rim]))
    bent = warp(picture, spline, mode="edge")  # type: ignore[no-untyped-call]
    return np.asarray(bent * 255, dtype=np.uint8)


def _of(change: Callable[[Image.Image], Image.Image]) -> Callable[[Picture], Picture]:
    return lambda picture: np.asarray(change(Image.fromarray(picture)).convert("RGB"))


def _noisy(picture: Picture) -> Picture:
    noise = np.random.default_rng(7).normal(0, 8, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


# What a camera does to one person between two pictures.
VARIANTS: dict[str, Callable[[Picture], Picture]] = {
    "smaller": _of(lambda p: p.resize((p.width * 6 // 10, p.height * 6 // 10))),
    "brighter": _of(lambda p: ImageEnhance.Brightness(p).enhance(1.4)),
    "darker": _of(lambda p: ImageEnhance.Brightness(p).enhance(0.6)),
    "tilted": _of(lambda p: p.rotate(10, Image.Resampling.BILINEAR)),
    "blurred": _of(lambda p: p.filter(ImageFilter.GaussianBlur(1))),
    "grey": _of(lambda p: p.convert("L")),
    "noisy": _noisy,
}


def turned(degrees: float) -> Picture:
    """The portrait drawn over insightface's mean head of 68 points, that head turned (positive: to
    the picture's right) and the picture pulled along. It knows no occlusion: up to 25 degrees."""
    from insightface.data import get_object

    picture, head = portrait(), np.asarray(get_object("meanshape_68.pkl"))
    (left_x, left_y), (right_x, right_y) = LANDMARKS["left_eye"], LANDMARKS["right_eye"]
    left, right = head[[36, 39]].mean(axis=0), head[[42, 45]].mean(axis=0)
    scale = (right_x - left_x) / (right[0] - left[0])
    pivot = np.array([*(left + right)[:2] / 2, head[[0, 16], 2].mean()])
    middle = np.array([(left_x + right_x) / 2, (left_y + right_y) / 2])
    angle, solid = np.radians(degrees), head - pivot
    across = solid[:, 0] * np.cos(angle) + solid[:, 2] * np.sin(angle)
    here = solid[:, :2] * scale + middle
    there = np.stack([across, solid[:, 1]], axis=1) * scale + middle
    return _pulled(picture, here, there)
