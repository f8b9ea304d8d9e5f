"""From a film to the templates of its faces: in memory, forgotten when the answer stands."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.template import Template
from lib.faces.base import Face, FaceError, FaceFault, FaceKind
from lib.faces.looking import FramesForFaces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PER_SECOND = 2.0
# The shorter side of a box, in pixels. A portrait shrunk to a box of 37 was 0.32 from itself by
# dlib, half of what is another person; nobody measured smaller ones, so none is compared.
LEAST_SIDE = 32


@dataclass(slots=True)
class Faces:
    """`unmeasured`: faces of which no template could be made; `missed`: frames that no look fell
    on though the picture jumped."""

    templates: list[Template] = field(default_factory=list, repr=False)
    at_seconds: list[float] = field(default_factory=list)
    unmeasured: int = 0
    missed: int = 0

    def __len__(self) -> int:
        return len(self.templates) + self.unmeasured


@contextmanager
def faces_of(path: Path, kind: FaceKind) -> Iterator[Faces]:
    """In the likeness process alone. Raises MediaError, and FaceError anywhere else."""
    faces = Faces()
    try:
        frames = FramesForFaces(path, per_second=PER_SECOND)
        for frame in frames:
            for face in kind.look(frame.image):
                _measure(faces, kind, frame.image, face, frame.at_seconds)
        faces.missed = frames.missed
        yield faces
    finally:
        for template in faces.templates:
            template.forget()


def _measure(faces: Faces, kind: FaceKind, image: NDArray[np.uint8], face: Face, at: float) -> None:
    template = _template(kind, image, face)
    if template is None:
        faces.unmeasured += 1
    else:
        faces.templates.append(template)
        faces.at_seconds.append(at)


def _template(kind: FaceKind, image: NDArray[np.uint8], face: Face) -> Template | None:
    box = face.box
    if min(box.right - box.left, box.bottom - box.top) < LEAST_SIDE:
        return None
    try:
        return Template(kind.mark, kind.embed(image, face))
    except FaceError as error:
        if error.fault != FaceFault.BAD_EMBEDDING:
            raise
    except VaultError as error:
        if error.fault != VaultFault.BAD_TEMPLATE:
            raise
    return None
