"""Presentation attacks: whether a living person stands before the camera, or a picture of one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from lib.faces.base import Face

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class AttackAnswer(StrEnum):
    """Words of ISO/IEC 30107-3."""

    BONA_FIDE = "bona_fide"
    ATTACK = "attack"
    NOT_ASSESSED = "not_assessed"


class PresentationAttackDetector(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def judge(
        self, frames: Sequence[NDArray[np.uint8]], faces: Sequence[Face]
    ) -> tuple[AttackAnswer, float | None]:
        """`faces[i]` is the one face of `frames[i]`; the score is the detector's own, 1 is bona
        fide. Never recognises anybody."""
        ...


class NoDetector:
    """An installation without one: it never says that anybody is there."""

    name, version = "none", "1"

    def judge(
        self, _frames: Sequence[NDArray[np.uint8]], _faces: Sequence[Face]
    ) -> tuple[AttackAnswer, float | None]:
        return AttackAnswer.NOT_ASSESSED, None


def assessed() -> bool:
    """Whether this installation has a detector at all. Loads nothing: the web process may ask."""
    add_on = settings.FACE_KIND == "insightface" and bool(settings.FACE_LIVENESS)
    return add_on or bool(settings.FACE_LIVENESS_COMMAND)


@lru_cache(maxsize=1)
def build() -> PresentationAttackDetector:
    """Raises FaceError where one is configured and cannot be used."""
    if not assessed():
        return NoDetector()
    if settings.FACE_LIVENESS_COMMAND:
        from lib.faces.attack_command import CommandDetector

        return CommandDetector(settings.FACE_LIVENESS_COMMAND)
    from lib.faces.insightface_kind.liveness import from_settings

    return from_settings()
