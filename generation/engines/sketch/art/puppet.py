"""A person as a cut-out: the face of a reference picture in an oval, on a body of paper."""

from __future__ import annotations

import colorsys

from PIL import Image, ImageChops, ImageDraw

# Of the picture's side, the face being in its middle (`FACE_SHARE`): from the hair to the chin,
# and no farther. Nothing else of a recording is ever shown: not the room, not what is worn.
OVAL = (0.23, 0.11, 0.77, 0.79)
RING = 0.018
# The body, of the same side: the puppet is `HIGH` sides high.
HIGH = 1.45
NECK = (0.43, 0.70, 0.57, 0.92)
CHEST = (0.16, 0.86, 0.84, 1.9)
FINE = 2  # drawn so many times as large, for smooth edges
PAPER = (250, 246, 236, 255)
INK = (36, 30, 52, 255)


def puppet(picture: Image.Image, *, side: int, hue: float) -> Image.Image:
    """RGBA, `side` wide and `HIGH` sides high; `hue` (0 to 1) colours what it wears."""
    large = side * FINE
    image = Image.new("RGBA", (large, round(large * HIGH)))
    pen = ImageDraw.Draw(image)
    cloth = tuple(round(part * 255) for part in colorsys.hsv_to_rgb(hue, 0.5, 0.72))
    edge = max(1, round(large * 0.008))
    pen.rounded_rectangle(_scaled(CHEST, large), large * 0.24, (*cloth, 255), INK, edge)
    pen.rounded_rectangle(_scaled(NECK, large), large * 0.05, PAPER, INK, edge)
    _button(pen, large)
    pen.ellipse(_scaled(_grown(OVAL, RING), large), PAPER, INK, edge)
    image.alpha_composite(_face(picture, large))
    return image.resize((side, round(side * HIGH)), Image.Resampling.LANCZOS)


def _face(picture: Image.Image, large: int) -> Image.Image:
    face = picture.convert("RGB").resize((large, large), Image.Resampling.LANCZOS).convert("RGBA")
    oval = Image.new("L", (large, large))
    ImageDraw.Draw(oval).ellipse(_scaled(OVAL, large), 255)
    face.putalpha(ImageChops.multiply(oval, face.getchannel("A")))
    return face


def _button(pen: ImageDraw.ImageDraw, large: int) -> None:
    for y in (1.08, 1.26):
        pen.ellipse(_scaled((0.48, y - 0.02, 0.52, y + 0.02), large), PAPER, INK)


def _grown(box: tuple[float, ...], by: float) -> tuple[float, ...]:
    left, top, right, bottom = box
    return left - by, top - by, right + by, bottom + by


def _scaled(box: tuple[float, ...], by: int) -> tuple[float, float, float, float]:
    left, top, right, bottom = (part * by for part in box)
    return left, top, right, bottom
