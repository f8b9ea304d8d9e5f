"""Which models look at faces: one kind in one process."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from lib.faces.base import FaceKind

KINDS = ("dlib", "insightface")


@lru_cache(maxsize=1)
def build() -> FaceKind:
    """By FACE_KIND; loads weights (about a second). Raises FaceError where it cannot be used."""
    if settings.FACE_KIND == "insightface":
        from lib.faces.insightface_kind.building import from_settings

        return from_settings()
    from lib.faces.dlib_kind.kind import DlibKind

    return DlibKind()
