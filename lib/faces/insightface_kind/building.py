from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from lib.faces.base import FaceError, FaceFault
from lib.faces.embedding import may_embed
from lib.faces.insightface_kind.files import pack_folder
from lib.faces.insightface_kind.providers import as_asked, providers

if TYPE_CHECKING:
    from lib.faces.insightface_kind.kind import InsightFaceKind

DETECTION, RECOGNITION = "detection", "recognition"
POSE, AGE = "landmark_3d_68", "genderage"
# What else a pack holds (106 landmarks, a verifier, a swapper) is not loaded.
LOOKING = (DETECTION, POSE, AGE)
# insightface's own pair: the small one finds a face that fills the picture.
SMALL_SIDE = 128


def from_settings() -> InsightFaceKind:
    """Raises FaceError: no licence stated, no such pack, or one that does not load."""
    from lib.faces.insightface_kind.kind import InsightFaceKind

    folder = pack_folder()
    _signed_licence_holds(folder)
    models = _models(folder)
    for model in models.values():
        as_asked(model.session)
    return InsightFaceKind(models)


def _models(folder: Path) -> dict[str, Any]:
    """By task. Where nobody may embed, what embeds is not even loaded."""
    from insightface.app import FaceAnalysis

    # It says so at every single template.
    warnings.filterwarnings("ignore", category=FutureWarning, module="insightface")
    wanted = [*LOOKING, RECOGNITION] if may_embed() else list(LOOKING)
    side = settings.FACE_SIDE
    try:
        pack = FaceAnalysis(name=str(folder), allowed_modules=wanted, providers=providers())
        pack.prepare(ctx_id=0, det_size=[(SMALL_SIDE, SMALL_SIDE), (side, side)])
    except Exception as error:  # an assertion, onnxruntime's own errors, a broken manifest
        raise FaceError(FaceFault.BAD_PACK, type(error).__name__) from error
    models: dict[str, Any] = dict(pack.models)
    if not models[DETECTION].use_kps:
        raise FaceError(FaceFault.BAD_PACK, "its detector finds no landmarks")
    if may_embed() and RECOGNITION not in models:
        raise FaceError(FaceFault.BAD_PACK, "it has no model that embeds")
    return models


def _signed_licence_holds(folder: Path) -> None:
    """Where its maker's signed licence lies in the pack, it must be sound and in force."""
    from insightface.model_zoo.model_license import inspect_model_package_license

    found = inspect_model_package_license(folder)
    if found.error is not None:
        raise FaceError(FaceFault.NO_LICENCE, f"the pack's own MODEL.LICENSE is {found.status}")
