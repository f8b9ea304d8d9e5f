"""What people upload: drawings and things computed here, and the one portrait."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from lib.media.writer import Mp4Writer
from tests.faces.sitters import portrait

WIDTH, HEIGHT = 240, 320


def object_picture(size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """A red kettle on a table."""
    width, height = size
    picture = Image.new("RGB", size, "#88aacc")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, height * 2 // 3, width, height), fill="#8a5a30")
    pen.ellipse((width // 4, height // 3, width * 3 // 4, height * 3 // 4), fill="#bb2020")
    pen.arc((width // 3, height // 6, width * 2 // 3, height // 2), 180, 360, "#202020", 8)
    return picture


def person() -> Image.Image:
    return Image.fromarray(portrait())


def with_person(
    scale: float = 1.0, size: tuple[int, int] = (WIDTH, HEIGHT), framed: bool = False
) -> Image.Image:
    """Somebody before the table; framed, as a poster on the wall above it."""
    picture, head = object_picture(size), person()
    head = head.resize((round(head.width * scale), round(head.height * scale)))
    left, top = size[0] // 8, size[1] // 12
    if framed:
        edge = (left - 6, top - 6, left + head.width + 6, top + head.height + 6)
        ImageDraw.Draw(picture).rectangle(edge, fill="#f4f0e4")
    picture.paste(head, (left, top))
    return picture


def turned(picture: Image.Image, degrees: int) -> Image.Image:
    return picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=(90, 90, 90))


def array(picture: Image.Image) -> Any:
    return np.array(picture.convert("RGB"), np.uint8)


def film(path: Path, pictures: list[Image.Image], seconds: float = 4.0, fps: int = 4) -> Path:
    """The pictures one after another, each as long; with sound, as a phone records it."""
    width, height = (side - side % 2 for side in pictures[0].size)
    count = round(seconds * fps)
    with Mp4Writer(path, width=width, height=height, fps=fps) as writer:
        for number in range(count):
            frame = array(pictures[number * len(pictures) // count])
            writer.write_frame(frame[:height, :width])
    return path
