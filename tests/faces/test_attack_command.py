"""A detector of presentation attacks that the operator brings as a command."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lib.faces import presentation
from lib.faces.attack_command import CommandDetector
from lib.faces.base import Face, FaceBox, FaceError, FaceFault
from lib.faces.health import face_lacks
from lib.faces.presentation import AttackAnswer

FACE = Face(FaceBox(2, 3, 8, 9, 1.0), (), 0.0, None, None)
ECHO = """
import json, sys
head = json.loads(sys.stdin.buffer.readline())
sizes = [one["width"] * one["height"] * 3 for one in head]
pixels = [sys.stdin.buffer.read(size) for size in sizes]
whole = all(len(one) == size for one, size in zip(pixels, sizes)) and not sys.stdin.buffer.read()
boxes = all(one["face"] == [2, 3, 8, 9] for one in head)
darkest = min(min(one) for one in pixels) / 255
said = "bona_fide" if darkest > 0.8 else "attack"
print(json.dumps({"answer": said if whole and boxes else "not_assessed", "score": darkest}))
"""
Command = Callable[..., str]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """A program that says its version, and does this to a film."""

    def write(judge: str, version: str = '{"version": "7"}') -> str:
        file = tmp_path / "detector.py"
        body = "\n    ".join(judge.strip().splitlines())
        file.write_text(
            f"import sys\nif sys.argv[1] == 'version':\n    print({version!r})\nelse:\n    {body}\n"
        )
        return f"{sys.executable} -I {file}"

    return write


@pytest.fixture
def configured(settings: Any) -> Iterator[Any]:
    presentation.build.cache_clear()
    yield settings
    presentation.build.cache_clear()


def lit(level: int, width: int = 12) -> np.ndarray:
    return np.full((10, width, 3), level, np.uint8)


def fault_of(make: Callable[[], object]) -> FaceFault:
    with pytest.raises(FaceError) as refusal:
        make()
    return refusal.value.fault


def test_it_is_asked_with_every_frame_whole_and_its_face(command: Command) -> None:
    detector = CommandDetector(command(ECHO))
    assert (detector.name, detector.version) == ("command", "7")
    said, score = detector.judge([lit(250), lit(240, width=14)], [FACE] * 2)
    assert said is AttackAnswer.BONA_FIDE
    assert score == pytest.approx(240 / 255)
    assert detector.judge([lit(250), lit(10)], [FACE] * 2)[0] is AttackAnswer.ATTACK


def test_a_picture_that_lies_otherwise_in_memory_is_the_same(command: Command) -> None:
    mirrored = np.asfortranarray(lit(250))[:, ::-1]
    assert CommandDetector(command(ECHO)).judge([mirrored], [FACE])[0] is AttackAnswer.BONA_FIDE


def test_nothing_shown_is_not_assessed(command: Command) -> None:
    assert CommandDetector(command(ECHO)).judge([], []) == (AttackAnswer.NOT_ASSESSED, None)


def test_a_frame_without_its_face_is_a_mistake(command: Command) -> None:
    with pytest.raises(ValueError, match="zip"):
        CommandDetector(command(ECHO)).judge([lit(250)], [])


@pytest.mark.parametrize(
    "judge",
    [
        "sys.exit(1)",
        "print('{}')",
        "print('bona_fide')",
        "print('[]')",
        "pass",
        """print('{"answer": "yes"}')""",
        """print('{"answer": "bona_fide", "score": 1.5}')""",
        """print('{"answer": "bona_fide", "score": true}')""",
        """print('{"answer": "bona_fide", "score": NaN}')""",
        """print('{"answer": "bona_fide"}'); sys.exit(2)""",
    ],
)
def test_whatever_else_it_says_is_no_answer(command: Command, judge: str) -> None:
    detector = CommandDetector(command(judge))
    assert fault_of(lambda: detector.judge([lit(250)], [FACE])) is FaceFault.DETECTOR_FAILED


@pytest.mark.parametrize("version", ["", "{}", '{"version": ""}', '{"version": 7}'])
def test_one_without_a_version_does_not_start(command: Command, version: str) -> None:
    given = command(ECHO, version=version)
    assert fault_of(lambda: CommandDetector(given)) is FaceFault.DETECTOR_FAILED


def test_one_that_is_not_there_does_not_start() -> None:
    assert fault_of(lambda: CommandDetector("/nowhere/at-all")) is FaceFault.DETECTOR_FAILED


def test_no_secret_of_the_process_is_passed_on(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMEO_MASTER_KEYS", "1:secret")
    judge = """
import json, os
said = "attack" if "secret" in str(os.environ) else "bona_fide"
print(json.dumps({"answer": said, "score": None}))
"""
    assert "PATH" in os.environ
    answer = CommandDetector(command(judge)).judge([lit(250)], [FACE])
    assert answer == (AttackAnswer.BONA_FIDE, None)


def test_an_installation_with_one_assesses_attacks(configured: Any, command: Command) -> None:
    assert "presentation_attacks" in face_lacks()
    configured.FACE_LIVENESS_COMMAND = command(ECHO)
    assert presentation.assessed()
    assert "presentation_attacks" not in face_lacks()
    assert isinstance(presentation.build(), CommandDetector)
