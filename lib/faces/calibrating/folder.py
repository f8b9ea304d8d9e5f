from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from lib.faces.base import Face, FaceKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")
LONGEST_SIDE = 1280  # larger ones are shrunk: a face in them is large enough


class Skipped(StrEnum):
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    UNREADABLE = "unreadable"
    NOT_A_PICTURE = "not_a_picture"
    NOBODYS = "not_in_a_persons_folder"


@dataclass(slots=True)
class People:
    """One vector a picture, in memory alone. Shows none."""

    names: list[str] = field(default_factory=list)
    vectors: list[NDArray[np.float32]] = field(default_factory=list, repr=False)
    skipped: list[tuple[str, Skipped]] = field(default_factory=list)


def embedded(kind: FaceKind, folder: Path) -> People:
    """Every picture below `folder`, whose subfolders are a person each."""
    people = People()
    for name, path in _files(folder):
        found = _only_face(kind, path) if name else Skipped.NOBODYS
        if isinstance(found, Skipped):
            people.skipped.append((path.relative_to(folder).as_posix(), found))
        else:
            people.names.append(name)
            people.vectors.append(kind.embed(*found))
    return people


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            parts = path.relative_to(folder).parts
            yield (parts[0] if len(parts) > 1 else ""), path


def _only_face(kind: FaceKind, path: Path) -> tuple[NDArray[np.uint8], Face] | Skipped:
    if path.suffix.lower() not in SUFFIXES:
        return Skipped.NOT_A_PICTURE
    image = _picture(path)
    if image is None:
        return Skipped.UNREADABLE
    faces = kind.look(image)
    if len(faces) != 1:
        return Skipped.SEVERAL_FACES if faces else Skipped.NO_FACE
    return image, faces[0]


def _picture(path: Path) -> NDArray[np.uint8] | None:
    """Upright, RGB. Never loads what Pillow takes for a decompression bomb."""
    import numpy as np
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return np.array(picture, dtype=np.uint8)
