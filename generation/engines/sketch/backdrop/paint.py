"""Pictures that layers are made of: gradients, glows, hills, dots. All RGBA with straight alpha."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from generation.engines.sketch.art.sprite import Pixels
from generation.engines.sketch.colour import Rgb


def gradient(width: int, height: int, stops: Sequence[Rgb]) -> Pixels:
    """Evenly spaced stops from top to bottom, height x width x 3, dithered against banding."""
    places = np.linspace(0, 1, len(stops))
    rows = np.linspace(0, 1, height)
    columns = [np.interp(rows, places, [stop[part] for stop in stops]) for part in range(3)]
    flat = np.stack(columns, axis=1)[:, None, :]
    pattern = (np.arange(width) * 7 + np.arange(height)[:, None] * 13) % 16 / 16
    blended: Pixels = np.floor(flat + pattern[..., None]).clip(0, 255).astype(np.uint8)
    return blended


def glow(
    picture: Pixels, *, x: float, y: float, radius: float, colour: Rgb, strength: float
) -> None:
    """Light around a point, fading to nothing at `radius`; changes the picture in place."""
    height, width = picture.shape[:2]
    down = (np.arange(height, dtype=np.float32)[:, None] - y) / radius
    across = (np.arange(width, dtype=np.float32)[None, :] - x) / radius
    cover = np.clip(1 - np.sqrt(down**2 + across**2), 0, 1) ** 2 * strength
    mixed = picture + (np.asarray(colour, np.float32) - picture) * cover[..., None]
    picture[...] = mixed.astype(np.uint8)


def ridge(
    width: int, rng: np.random.Generator, *, height: float, waves: Sequence[int]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A skyline of `width` values in 0..height that meets itself at both ends."""
    along = np.linspace(0, 2 * np.pi, width, endpoint=False)
    line = np.zeros(width)
    for wave in waves:
        line += np.sin(along * wave + rng.uniform(0, 2 * np.pi)) / wave**0.8
    low, high = line.min(), line.max()
    return np.asarray((line - low) / max(high - low, 1e-9) * height)


def hill(
    line: np.ndarray[tuple[int], np.dtype[np.float64]], *, height: int, stops: Sequence[Rgb]
) -> Pixels:
    """Everything below the line, which is given from the top of the picture downwards."""
    picture = np.empty((height, line.size, 4), np.uint8)
    picture[..., :3] = gradient(line.size, height, stops)
    rows = np.arange(height)[:, None]
    picture[..., 3] = np.clip((rows - line[None, :] + 0.5) * 255, 0, 255)
    return picture


def rim(
    picture: Pixels,
    line: np.ndarray[tuple[int], np.dtype[np.float64]],
    *,
    depth: int,
    colour: Rgb,
    strength: float,
) -> None:
    """A lighter edge just under the line: foam on a wave, light on a hill."""
    rows = np.arange(picture.shape[0], dtype=np.float32)[:, None]
    cover = (
        np.clip(1 - (rows - line[None, :]) / depth, 0, 1) * (rows >= line[None, :] - 1) * strength
    )
    mixed = (
        picture[..., :3] + (np.asarray(colour, np.float32) - picture[..., :3]) * cover[..., None]
    )
    picture[..., :3] = mixed.astype(np.uint8)


def dot(radius: float, colour: Rgb, *, soft: float = 0.0, alpha: int = 255) -> Image.Image:
    return ellipse(radius, radius, colour, soft=soft, alpha=alpha)


def ellipse(
    rx: float, ry: float, colour: Rgb, *, soft: float = 0.0, alpha: int = 255
) -> Image.Image:
    """`soft` is the blur's radius in pixels."""
    margin = int(soft * 3) + 1
    width, height = int(2 * rx) + 2 * margin + 1, int(2 * ry) + 2 * margin + 1
    mask = Image.new("L", (width * 4, height * 4))
    centre = (width * 2, height * 2)
    bounds = (centre[0] - rx * 4, centre[1] - ry * 4, centre[0] + rx * 4, centre[1] + ry * 4)
    ImageDraw.Draw(mask).ellipse(bounds, alpha)
    mask = mask.resize((width, height), Image.Resampling.BOX)
    if soft:
        mask = mask.filter(ImageFilter.GaussianBlur(soft))
    image = Image.new("RGBA", (width, height), (*colour, 0))
    image.putalpha(mask)
    return image


def streak(length: int, lean: float, colour: Rgb, *, alpha: int) -> Image.Image:
    """A line of rain."""
    width = max(3, int(abs(lean) * length) + 3)
    mask = Image.new("L", (width * 4, length * 4))
    start, end = ((6, 0), (width * 4 - 6, length * 4))
    ImageDraw.Draw(mask).line([start, end], alpha, 5)
    image = Image.new("RGBA", (width, length), (*colour, 0))
    image.putalpha(mask.resize((width, length), Image.Resampling.BOX))
    return image
