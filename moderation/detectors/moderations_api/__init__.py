"""A second opinion on pictures, by a server that takes them in its moderations (an option)."""

from django.conf import settings

from moderation.detectors.base import FrameDetector
from moderation.detectors.moderations_api.detector import NAME, PictureOpinion

__all__ = ["NAME", "configured"]


def configured() -> tuple[FrameDetector, ...]:
    """It, where the operator's server takes pictures; else nothing."""
    if not (settings.MODERATIONS_URL and settings.MODERATIONS_IMAGES):
        return ()
    return (PictureOpinion(settings.MODERATIONS_MODEL),)
