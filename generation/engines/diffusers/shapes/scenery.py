"""The places: two soft areas and a horizon, so that a small autoencoder can keep them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rgb = tuple[int, int, int]

# Sky at the top, sky at the horizon, ground at the horizon, ground at the bottom.
_PAINTS: dict[str, tuple[Rgb, Rgb, Rgb, Rgb]] = {
    "grass": ((150, 200, 240), (214, 234, 246), (160, 208, 104), (116, 178, 74)),
    "sea": ((190, 216, 232), (236, 240, 238), (92, 186, 200), (44, 132, 156)),
    "desert": ((246, 214, 160), (252, 236, 206), (232, 200, 140), (206, 162, 100)),
    "snow": ((164, 184, 208), (206, 218, 232), (250, 252, 255), (226, 236, 246)),
    "night": ((10, 12, 40), (38, 40, 88), (34, 72, 54), (20, 48, 38)),
}
_HILLS = {"grass": 0.02, "sea": 0.0, "desert": 0.06, "snow": 0.045, "night": 0.03}
_MOON: Rgb = (238, 236, 212)


def backdrop(place: str, size: tuple[int, int], rng: np.random.Generator) -> Floats:
    height, width = size
    rows, columns = np.mgrid[:height, :width].astype(np.float32) + 0.5
    y, x = rows / height, columns / width
    swell = _HILLS[place] * np.sin(2 * np.pi * (x * rng.uniform(0.7, 1.3) + rng.uniform()))
    horizon = rng.uniform(0.56, 0.6) + swell
    paints = _rgb(*_PAINTS[place]) * rng.uniform(0.98, 1.02)
    sky = _blend(paints[0], paints[1], y / horizon)
    if place == "night":
        sky = _with_moon(sky, size, rng)
    ground = _blend(paints[2], paints[3], (y - horizon) / (1 - horizon))
    below = np.clip((y - horizon) * height + 0.5, 0, 1)[..., None]
    return np.asarray(np.clip(sky * (1 - below) + ground * below, 0, 1), dtype=np.float32)


def sides(place: str) -> tuple[Floats, Floats]:
    """Colours above and below the horizon, from 0 to 1; a moon counts as sky."""
    top, low, near, bottom = _rgb(*_PAINTS[place])
    steps = np.linspace(0, 1, 5, dtype=np.float32)[:, None]
    sky, ground = top + (low - top) * steps, near + (bottom - near) * steps
    if place == "night":
        moon = _rgb(_MOON)
        sky = np.concatenate([sky, sky[1] + (moon - sky[1]) * steps[1:]])
    return sky, ground


def paints(place: str) -> Floats:
    """All colours that the place alone is made of, those between sky and ground included."""
    sky, ground = sides(place)
    _, low, near, _ = _rgb(*_PAINTS[place])
    seam = low + (near - low) * np.linspace(0, 1, 5, dtype=np.float32)[1:-1, None]
    return np.concatenate([sky, ground, seam])


def _rgb(*paints: Rgb) -> Floats:
    """One row each, from 0 to 1."""
    return np.asarray(np.array(paints) / 255, dtype=np.float32)


def _blend(first: Floats, second: Floats, share: Floats) -> Floats:
    part = np.clip(share, 0, 1)[..., None]
    blended: Floats = first * (1 - part) + second * part
    return blended


def _with_moon(sky: Floats, size: tuple[int, int], rng: np.random.Generator) -> Floats:
    height, width = size
    rows, columns = np.mgrid[:height, :width].astype(np.float32) + 0.5
    away = np.hypot(
        columns - width * rng.uniform(0.78, 0.88), rows - height * rng.uniform(0.12, 0.2)
    )
    disc = np.clip(min(size) * 0.075 - away + 0.5, 0, 1)[..., None]
    return np.asarray(sky * (1 - disc) + _rgb(_MOON)[0] * disc, dtype=np.float32)
