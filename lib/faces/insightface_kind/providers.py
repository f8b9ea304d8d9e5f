from __future__ import annotations

from typing import Any

from django.conf import settings

from lib.faces.base import FaceError, FaceFault

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"


def providers() -> list[str]:
    """By FACE_DEVICE, for onnxruntime."""
    return [CUDA, CPU] if settings.FACE_DEVICE == "cuda" else [CPU]


def as_asked(session: Any) -> None:
    """onnxruntime goes on by CPU where CUDA cannot be had, and says so in a log at most."""
    if settings.FACE_DEVICE == "cuda" and session.get_providers()[0] != CUDA:
        raise FaceError(FaceFault.BAD_PACK, "FACE_DEVICE=cuda, and onnxruntime has no CUDA here")
