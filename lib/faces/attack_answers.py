"""What a command says of presentation attacks, read strictly: all else is a failure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from lib.faces.base import FaceError, FaceFault
from lib.faces.presentation import AttackAnswer

MOST_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Answered:
    """`score`: 1 is bona fide, None where the detector has none."""

    answer: AttackAnswer
    score: float | None


def answered(line: bytes) -> Answered:
    """Of `{"answer": "bona_fide" | "attack" | "not_assessed", "score": 0..1 | null}`."""
    said = _object(line)
    try:
        answer = AttackAnswer(str(said.get("answer")))
    except ValueError:
        raise FaceError(FaceFault.DETECTOR_FAILED, "judge gave no answer") from None
    score = said.get("score")
    if score is None:
        return Answered(answer, None)
    # NaN fails every comparison, so it is no score either.
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise FaceError(FaceFault.DETECTOR_FAILED, "judge gave no score from 0 to 1")
    return Answered(answer, float(score))


def version_in(line: bytes) -> str:
    """Of `{"version": "…"}`: it is kept beside every answer."""
    version = _object(line).get("version")
    if not isinstance(version, str) or not 0 < len(version) <= MOST_CHARACTERS:
        raise FaceError(FaceFault.DETECTOR_FAILED, "version gave none")
    return version


def _object(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise FaceError(FaceFault.DETECTOR_FAILED, "no JSON object")
    return said
