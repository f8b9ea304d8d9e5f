from __future__ import annotations

from pathlib import Path

from lib.faces.base import FaceError, FaceFault, FaceKind, Thresholds
from lib.faces.calibrating.counting import outcomes
from lib.faces.calibrating.folder import embedded
from lib.faces.calibrating.report import Report

# Distances that a table shows: from "the same picture" to "nearly any two people".
TABLE = tuple(step / 20 for step in range(4, 29))


class NothingToCount(Exception):
    """The folder holds no picture with exactly one face in a person's subfolder."""


def calibrate(kind: FaceKind, folder: Path) -> Report:
    """Raises NothingToCount and FaceError. Templates live as long as this call."""
    import numpy as np

    people = embedded(kind, folder)
    if not people.vectors:
        raise NothingToCount
    used = _thresholds(kind)
    shown = set(TABLE) | ({used.match, used.grey} if used else set())
    return Report(
        mark=kind.mark,
        thresholds=used,
        people=len(set(people.names)),
        pictures=len(people.names),
        skipped=people.skipped,
        outcomes=outcomes(np.stack(people.vectors), people.names, sorted(shown)),
    )


def _thresholds(kind: FaceKind) -> Thresholds | None:
    """None where the operator has yet to choose them: that is what this is for."""
    try:
        return kind.thresholds
    except FaceError as error:
        if error.fault != FaceFault.NO_THRESHOLDS:
            raise
        return None
