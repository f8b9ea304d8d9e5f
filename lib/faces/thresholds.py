from __future__ import annotations

from django.conf import settings

from lib.faces.base import FaceError, FaceFault, Thresholds
from lib.faces.following import FalseMatches, followed_by_size


def configured(published: Thresholds | None) -> Thresholds:
    """The operator's own (manage.py calibrate_faces helps to find them), else the published ones.

    Raises FaceError(NO_THRESHOLDS) where there are neither: a guessed one would decide on people.
    """
    if settings.FACE_MATCH_AT is not None and settings.FACE_GREY_AT is not None:
        return Thresholds(settings.FACE_MATCH_AT, settings.FACE_GREY_AT, "FACE_MATCH_AT")
    if published is None:
        raise FaceError(FaceFault.NO_THRESHOLDS, "set FACE_MATCH_AT and FACE_GREY_AT")
    return published


def false_matches() -> FalseMatches | None:
    """FACE_FALSE_MATCHES, as manage.py calibrate_faces proposes it; None where nobody measured."""
    points = settings.FACE_FALSE_MATCHES
    return FalseMatches(*points) if points else None


def for_gallery(published: Thresholds, *, searched: int) -> Thresholds:
    """A kind's thresholds for a search among so many people."""
    return followed_by_size(published, false_matches(), searched=searched)
