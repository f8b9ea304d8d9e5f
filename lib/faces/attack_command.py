"""A detector of presentation attacks of the operator's: a command (docs/enrolment.md)."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lib.faces.attack_answers import Answered, answered, version_in
from lib.faces.base import Face, FaceError, FaceFault
from lib.faces.presentation import AttackAnswer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SECONDS = 120  # for one film, of the five minutes that a worker has for it
# What a program needs to run at all. No secret of this process is among them.
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES")


class CommandDetector:
    """Runs `<command> version` once and `<command> judge` for each film, without a shell.

    `judge` reads one line of JSON, a list with `width`, `height` and `face` (left, top, right,
    bottom) of each frame, and then the frames, RGB, a byte a colour. It writes one line of JSON.
    Whatever else it does is a failure: FaceError(DETECTOR_FAILED), never an answer.
    """

    name = "command"

    def __init__(self, command: str) -> None:
        self._command = shlex.split(command)
        self.version = version_in(self._run("version"))

    def judge(
        self, frames: Sequence[NDArray[np.uint8]], faces: Sequence[Face]
    ) -> tuple[AttackAnswer, float | None]:
        """See `PresentationAttackDetector.judge`."""
        if not frames:
            return AttackAnswer.NOT_ASSESSED, None
        head = [_described(frame, face) for frame, face in zip(frames, faces, strict=True)]
        sent = json.dumps(head).encode() + b"\n" + b"".join(frame.tobytes() for frame in frames)
        found: Answered = answered(self._run("judge", sent))
        return found.answer, found.score

    def _run(self, verb: str, data: bytes = b"") -> bytes:
        known = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        try:
            done = subprocess.run(
                [*self._command, verb],
                input=data, capture_output=True, timeout=SECONDS, check=False, env=known,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError) as error:
            raise FaceError(FaceFault.DETECTOR_FAILED, f"{verb}: {type(error).__name__}") from None
        if done.returncode:
            raise FaceError(FaceFault.DETECTOR_FAILED, f"{verb} ended with {done.returncode}")
        return done.stdout


def _described(frame: NDArray[np.uint8], face: Face) -> dict[str, object]:
    height, width = frame.shape[:2]
    box = face.box
    return {
        "width": width,
        "height": height,
        "face": [box.left, box.top, box.right, box.bottom],
    }
