"""From sealed portraits to templates of one person, or a code that says why not."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from cameos.blocked import pictures
from cameos.blocked.limits import LEAST_QUALITY
from cameos.blocked.states import BlockedProblem
from cameos.challenge.judging import ADULT_FROM_YEARS
from cameos.enrolment.embedding import MOST_YAW
from cameos.gate.reading import Fault, NotUsable, picture_of
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.template import Template
from lib.crypto.sealed import CannotOpen
from lib.faces.base import (
    Band,
    Closeness,
    Face,
    FaceError,
    FaceFault,
    FaceKind,
    apparent_band,
)
from lib.faces.comparing import distances
from lib.signed_media import StorageFault

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cameos.models import BlockedLikeness

    Portrait = tuple[NDArray[np.uint8], Face]


class Unsuitable(Exception):
    """`problem` is for staff; nothing here quotes a picture."""

    def __init__(self, problem: BlockedProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def templates_of(row: BlockedLikeness, kind: FaceKind) -> list[Template]:
    """One of each portrait. In the likeness process alone. Raises Unsuitable, FaceError.

    All are looked at before any is measured, and each is compared with every other.
    """
    faces = [_face(_read(row, key), kind, is_minor=row.is_minor) for key in row.picture_keys]
    return _of_one_person(faces, kind)


def _read(row: BlockedLikeness, key: str) -> NDArray[np.uint8]:
    try:
        return picture_of(BytesIO(pictures.opened(row.pk, key)))
    except NotUsable as error:
        small = error.fault is Fault.TOO_SMALL
        problem = BlockedProblem.POOR_PICTURE if small else BlockedProblem.UNREADABLE
        raise Unsuitable(problem) from None
    except StorageFault:
        raise  # the pictures are there: it is tried again
    except (CannotOpen, OSError):
        raise Unsuitable(BlockedProblem.UNREADABLE) from None


def _face(image: NDArray[np.uint8], kind: FaceKind, *, is_minor: bool) -> Portrait:
    faces = kind.look(image)
    if len(faces) != 1:
        raise Unsuitable(BlockedProblem.SEVERAL_FACES if faces else BlockedProblem.NO_FACE)
    [face] = faces
    # What was not assessed is not good enough (law 1).
    if face.quality is None or face.quality < LEAST_QUALITY or face.yaw_degrees is None:
        raise Unsuitable(BlockedProblem.POOR_PICTURE)
    if abs(face.yaw_degrees) > MOST_YAW:
        raise Unsuitable(BlockedProblem.POOR_PICTURE)
    looks = apparent_band(face.apparent_age_years, adult_from=ADULT_FROM_YEARS)
    if looks is Band.UNDER_18 and not is_minor:
        raise Unsuitable(BlockedProblem.MINOR)
    return image, face


def _of_one_person(faces: list[Portrait], kind: FaceKind) -> list[Template]:
    import numpy as np

    rows = np.zeros((len(faces), kind.mark.dims), np.float32)
    try:
        for number, (image, face) in enumerate(faces):
            rows[number] = kind.embed(image, face)
        if any(kind.thresholds.closeness(far) is not Closeness.SAME for far in _apart(rows)):
            raise Unsuitable(BlockedProblem.NOT_ONE_PERSON)
        return [Template(kind.mark, row) for row in rows]
    except (FaceError, VaultError) as error:
        if error.fault not in (FaceFault.BAD_EMBEDDING, VaultFault.BAD_TEMPLATE):
            raise
        raise Unsuitable(BlockedProblem.POOR_PICTURE) from None
    finally:
        rows.fill(0)


def _apart(rows: NDArray[np.float32]) -> list[float]:
    return [float(far) for row in rows for far in distances(row, rows)]
