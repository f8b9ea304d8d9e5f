"""From a recording that passed its challenge to the templates that are kept of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cameos.challenge.film import LOOKS_PER_SECOND, Cuts, looks
from cameos.vault.template import Template
from lib.faces.base import Face, FaceKind
from lib.media.containers import Readable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# More make a person easier to find and cost a search each; one may have its eyes shut.
TEMPLATES = 3
# Of the very looks that the challenge judged: nothing else of the film is ever embedded.
EVERY = round(LOOKS_PER_SECOND / 2)
# Towards the camera: what templates are compared best from.
MOST_YAW = 15.0


class NoFrontalFace(Exception):
    """The recording passed and yet shows no single face towards the camera."""


def templates_of(film: Path | Readable, kind: FaceKind) -> list[Template]:
    """In the likeness process alone. Raises MediaError, FaceError, NoFrontalFace."""
    chosen: list[tuple[NDArray[np.uint8], Face]] = []
    for number, frame in enumerate(looks(film, Cuts())):
        if number % EVERY:
            continue
        faces = kind.look(frame.image)
        if len(faces) == 1 and abs(faces[0].yaw_degrees or 0.0) <= MOST_YAW:
            chosen.append((frame.image, faces[0]))
    if not chosen:
        raise NoFrontalFace
    return [Template(kind.mark, kind.embed(image, face)) for image, face in _spread(chosen)]


def _spread(
    chosen: list[tuple[NDArray[np.uint8], Face]],
) -> list[tuple[NDArray[np.uint8], Face]]:
    """The best of each part of the film, by quality where the kind tells one."""
    size = -(-len(chosen) // TEMPLATES)
    parts = [chosen[start : start + size] for start in range(0, len(chosen), size)]
    return [max(part, key=lambda one: one[1].quality or 0.0) for part in parts]
