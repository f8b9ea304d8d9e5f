"""Where an operator's pack lies. Nothing is fetched unless MODELS_MAY_DOWNLOAD says so, though
insightface itself would fetch whatever name it does not find."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from lib.faces.base import FaceError, FaceFault

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
LIVENESS = "liveness"


def root() -> Path:
    return Path(settings.DATA_DIR, "models", "insightface")


def pack_folder() -> Path:
    """FACE_PACK: a folder, or the name of one below .data/models/insightface/models.

    Raises FaceError(NO_LICENCE) before anything is looked for, FaceError(NO_WEIGHTS) if it is not
    here.
    """
    if not settings.FACE_PACK_LICENCE:
        raise FaceError(FaceFault.NO_LICENCE, "say in FACE_PACK_LICENCE what lets you use it")
    given = settings.FACE_PACK
    for folder in (Path(given).expanduser(), root() / "models" / given):
        if given and folder.is_dir():
            return folder.resolve()
    if not (settings.MODELS_MAY_DOWNLOAD and NAME.fullmatch(given)):
        raise FaceError(FaceFault.NO_WEIGHTS, "FACE_PACK names no folder of this machine")
    return _fetched_pack(given)


def _fetched_pack(name: str) -> Path:
    from insightface.utils import ensure_available

    try:
        return Path(ensure_available("models", name, root=str(root())))
    except Exception as error:  # of requests, of zipfile, its own
        raise FaceError(FaceFault.NO_WEIGHTS, type(error).__name__) from error


def liveness_file() -> Path:
    """FACE_LIVENESS: a file, or `liveness` for the published one below .data/models/insightface,
    whose hash insightface knows and checks. Raises as `pack_folder` does."""
    if not settings.FACE_LIVENESS_LICENCE:
        raise FaceError(FaceFault.NO_LICENCE, "say in FACE_LIVENESS_LICENCE what lets you use it")
    given = Path(settings.FACE_LIVENESS).expanduser()
    if given.is_file():
        return given.resolve()
    if settings.FACE_LIVENESS != LIVENESS:
        raise FaceError(FaceFault.NO_WEIGHTS, "FACE_LIVENESS names no file of this machine")
    return _published_liveness()


def _published_liveness() -> Path:
    from insightface.addons import ensure_addon

    try:
        found = ensure_addon(LIVENESS, root=str(root()), download=settings.MODELS_MAY_DOWNLOAD)
    except FileNotFoundError:
        raise FaceError(FaceFault.NO_WEIGHTS, "the liveness add-on is not here") from None
    except RuntimeError as error:
        raise FaceError(FaceFault.BAD_PACK, "the liveness add-on is another file") from error
    except OSError as error:  # those of requests too
        raise FaceError(FaceFault.NO_WEIGHTS, type(error).__name__) from error
    return Path(found)
