import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.engines.sketch.art.pen import Pen
from generation.engines.sketch.art.table import DRAWINGS
from generation.engines.sketch.colour import Rgb

OVERSAMPLING = 3
LIGHT, SHADE = 1.10, 0.86


def cutout(
    thing: str, *, colour: Rgb, height: int, beat: float = 0.0, grade: tuple[float, ...] = (1, 1, 1)
) -> Image.Image:
    """The drawing as RGBA, cropped to what is drawn and `height` pixels tall before the crop.

    Drawn three times too large and reduced, which is its anti-aliasing; lit from the upper left.
    """
    pen = Pen(pixels=height * OVERSAMPLING, main=colour, beat=beat)
    DRAWINGS[thing](pen)
    image = pen.image.resize((height, height), Image.Resampling.BOX, reducing_gap=None)
    image = image.crop(image.getchannel("A").getbbox() or (0, 0, 1, 1))
    return lit(image, grade=grade)


def lit(image: Image.Image, *, grade: tuple[float, ...]) -> Image.Image:
    pixels = np.asarray(image).astype(np.float32)
    height, width = pixels.shape[:2]
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    across = np.linspace(0, 1, width, dtype=np.float32)[None, :]
    light = LIGHT + (SHADE - LIGHT) * (0.65 * down + 0.35 * across)
    pixels[..., :3] *= light[..., None] * np.asarray(grade, np.float32)
    shaded: NDArray[np.uint8] = np.clip(pixels, 0, 255).astype(np.uint8)
    return Image.fromarray(shaded, "RGBA")
