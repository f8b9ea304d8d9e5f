"""Detectors that an operator adds by settings. One that cannot be had is there all the same, and
answers nothing: its absence must never read as nothing found (law 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import structlog
from django.conf import settings

from moderation.categories import Surface
from moderation.detectors import captions, image_classifier, nudenet
from moderation.detectors.base import FrameDetector, FrameSession, Source
from moderation.detectors.weights import Unusable
from moderation.listening import whisper

log = structlog.get_logger(__name__)


class Part(NamedTuple):
    """`build` raises Unusable, or whatever a broken model raises."""

    name: str
    surface: Surface
    build: Callable[[], FrameDetector]
    concerns_children: bool


@dataclass(frozen=True)
class Unavailable:
    """In the place of a detector that cannot be had."""

    name: str
    surface: Surface
    concerns_children: bool
    version: str = "unavailable"
    per_second: float = 0.0
    max_side: int = 0

    def begin(self, source: Source) -> FrameSession:
        raise Unusable(self.name)


def configured_parts() -> Iterator[Part]:
    """What the settings ask for, whether it can be had or not."""
    device, may_download = settings.INSPECTION_DEVICE, settings.MODELS_MAY_DOWNLOAD
    if settings.IMAGE_CLASSIFIER:
        yield Part(
            image_classifier.NAME,
            Surface.FRAME,
            lambda: image_classifier.build(
                settings.IMAGE_CLASSIFIER,
                Path(settings.IMAGE_CLASSIFIER_LABELS),
                device=device,
                may_download=may_download,
            ),
            image_classifier.concerns_children(Path(settings.IMAGE_CLASSIFIER_LABELS)),
        )
    if settings.NUDENET:
        yield Part(nudenet.NAME, Surface.FRAME, nudenet.build, concerns_children=False)
    if settings.CAPTION_MODEL:
        yield Part(
            captions.NAME,
            Surface.SCENE_DESCRIPTION,
            lambda: captions.build(
                settings.CAPTION_MODEL, device=device, may_download=may_download
            ),
            concerns_children=False,
        )


def configured_detectors() -> tuple[FrameDetector, ...]:
    """One for each part that the settings ask for."""
    return tuple(map(_built, configured_parts()))


def configured_faults() -> dict[str, str]:
    """Part by name: why it cannot be had. Loads no weights."""
    asked: dict[str, Callable[[], object]] = {part.name: part.build for part in configured_parts()}
    if settings.SPEECH_MODEL:
        asked[whisper.NAME] = lambda: whisper.checked_folder(
            settings.SPEECH_MODEL, may_download=settings.MODELS_MAY_DOWNLOAD
        )
    found = {name: _fault(ask) for name, ask in asked.items()}
    return {name: fault for name, fault in found.items() if fault is not None}


def _fault(ask: Callable[[], object]) -> str | None:
    try:
        ask()
    except Unusable as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - whatever a broken model raises
        return type(error).__name__
    return None


def _built(part: Part) -> FrameDetector:
    try:
        return part.build()
    except Exception as error:  # noqa: BLE001 - the other detectors look all the same
        log.error("detector_unavailable", detector=part.name, fault=type(error).__name__)
        return Unavailable(part.name, part.surface, part.concerns_children)
