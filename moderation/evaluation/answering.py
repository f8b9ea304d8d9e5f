"""The text stack in this process: the same detectors as the screener's, without its clock."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from moderation.answers import Answer, unassessed
from moderation.categories import Surface
from moderation.detectors.base import TextDetector
from moderation.policy.judging import Evidence
from moderation.screener.wire import checked

Piece = tuple[Surface, str]
# What answers beside the screener, in the process that asks (banks of terms): each builds one.
BESIDE: tuple[Callable[[], TextDetector], ...] = ()


@runtime_checkable
class ManyAtOnce(Protocol):
    """A detector that reads many texts faster together than one by one."""

    def assess_many(self, pieces: Sequence[Piece]) -> Sequence[Answer]: ...


@dataclass(slots=True)
class TextStack:
    """`faults`: how often each detector raised or answered nonsense; it has assessed nothing then,
    as in the product."""

    detectors: tuple[TextDetector, ...]
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def versions(self) -> dict[str, str]:
        return {detector.name: detector.version for detector in self.detectors}

    def evidence(self, pieces: Iterable[Piece]) -> list[Evidence]:
        """All detectors' answers about each piece, in order."""
        asked = list(pieces)
        answers = [self._answers(detector, asked) for detector in self.detectors]
        return [
            Evidence(surface, [by_detector[at] for by_detector in answers])
            for at, (surface, _text) in enumerate(asked)
        ]

    def _answers(self, detector: TextDetector, pieces: Sequence[Piece]) -> list[Answer]:
        if isinstance(detector, ManyAtOnce):
            with suppress(Exception):  # one of them spoils all: each by itself then
                found = detector.assess_many(pieces)
                return [
                    checked(answer, length=len(text))
                    for answer, (_surface, text) in zip(found, pieces, strict=True)
                ]
        return [self._answer(detector, *piece) for piece in pieces]

    def _answer(self, detector: TextDetector, surface: Surface, text: str) -> Answer:
        try:
            return checked(detector.assess(text, surface=surface), length=len(text))
        except Exception:  # noqa: BLE001 - whatever it was, the text is not assessed
            self.faults[detector.name] += 1
            return unassessed(detector.name, detector.version)


def text_stack(data_dir: Path) -> TextStack:
    """All detectors that read text on this installation, loaded."""
    from moderation.detectors.registry import text_detectors

    return TextStack((*text_detectors(data_dir), *(build() for build in BESIDE)))
