"""The one portrait that there is: Eileen Collins, by NASA, in the public domain.

It comes with scikit-image and is never committed. That package is not imported for it: one of its
files is read, and `make install` brings it (the extra `dev`).
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]

PACKAGE, FILE = "skimage", "data/astronaut.png"
SIDE = 288
CUT = (66, 0, 386, 320)  # of the portrait: head and shoulders


class NoPortrait(Exception):
    """scikit-image is not installed."""


@lru_cache(maxsize=1)
def portrait() -> Picture:
    """Cut to the head, `SIDE` pixels wide and high."""
    with Image.open(_file()) as photograph:
        head = photograph.convert("RGB").crop(CUT)
        return np.asarray(head.resize((SIDE, SIDE), Image.Resampling.LANCZOS))


def _file() -> Path:
    found = find_spec(PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        if (file := Path(folder, FILE)).is_file():
            return file
    raise NoPortrait("pip install scikit-image: its astronaut is the only portrait used here")
