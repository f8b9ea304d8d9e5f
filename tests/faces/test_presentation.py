from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lib.faces import presentation
from lib.faces.base import Face, FaceError, FaceFault
from lib.faces.embedding import embeddings
from lib.faces.presentation import AttackAnswer, NoDetector
from lib.faces.registry import build
from tests.faces.pack import planted


@pytest.fixture
def liveness(insightface: Any, tiny_liveness: Path) -> Any:
    insightface.FACE_LIVENESS = str(tiny_liveness)
    insightface.FACE_LIVENESS_LICENCE = "made by this test"
    return insightface


def face() -> Face:
    (found,) = build().look(planted())
    return found


def lit(level: int, height: int = 640) -> np.ndarray:
    return np.full((height, 640, 3), level, dtype=np.uint8)


def judged(*frames: np.ndarray) -> tuple[AttackAnswer, float | None]:
    return presentation.build().judge(frames, [face()] * len(frames))


def test_without_a_detector_nothing_is_said(settings: Any) -> None:
    presentation.build.cache_clear()
    detector = presentation.build()
    assert not presentation.assessed()
    assert isinstance(detector, NoDetector)
    assert detector.judge([lit(250)], []) == (AttackAnswer.NOT_ASSESSED, None)


def test_a_pack_alone_is_no_detector(insightface: Any) -> None:
    assert not presentation.assessed()
    assert isinstance(presentation.build(), NoDetector)


def test_the_add_on_answers(liveness: Any) -> None:
    assert presentation.assessed()
    said, score = judged(lit(250), lit(240))
    assert said is AttackAnswer.BONA_FIDE
    assert score == pytest.approx(240 / 255, abs=0.01)
    assert len(presentation.build().version) == 12


def test_one_frame_of_an_attack_is_an_attack(liveness: Any) -> None:
    said, score = judged(lit(250), lit(100), lit(250))
    assert said is AttackAnswer.ATTACK
    assert score == pytest.approx(100 / 255, abs=0.01)


def test_a_face_at_the_edge_is_not_assessed(liveness: Any) -> None:
    """Too little of it lies in the picture; nor does it hide an attack."""
    edge = lit(250, height=110)
    assert judged(edge) == (AttackAnswer.NOT_ASSESSED, None)
    assert judged(lit(250), edge)[0] is AttackAnswer.NOT_ASSESSED
    assert judged(lit(100), edge)[0] is AttackAnswer.ATTACK


def test_nothing_shown_is_not_assessed(liveness: Any) -> None:
    assert judged() == (AttackAnswer.NOT_ASSESSED, None)


def test_without_a_mouth_it_cannot_be_assessed(liveness: Any) -> None:
    five = face()
    three = Face(five.box, five.landmarks[:3], None, None, None)
    assert presentation.build().judge([lit(250)], [three])[0] is AttackAnswer.NOT_ASSESSED


def test_each_frame_has_its_face(liveness: Any) -> None:
    with pytest.raises(ValueError, match="zip"):
        presentation.build().judge([lit(250), lit(250)], [face()])


def test_it_recognises_nobody(liveness: Any) -> None:
    with embeddings() as made:
        judged(lit(250))
    assert made.count == 0


def fault_of_building() -> FaceFault:
    with pytest.raises(FaceError) as refusal:
        presentation.build()
    return refusal.value.fault


def test_no_licence_no_start(liveness: Any) -> None:
    liveness.FACE_LIVENESS_LICENCE = ""
    assert fault_of_building() is FaceFault.NO_LICENCE


def test_what_is_configured_and_missing_is_a_failure(liveness: Any, tmp_path: Path) -> None:
    liveness.FACE_LIVENESS = str(tmp_path / "none.onnx")
    assert fault_of_building() is FaceFault.NO_WEIGHTS


def test_what_is_no_liveness_model_is_a_failure(liveness: Any, tiny_pack: Path) -> None:
    liveness.FACE_LIVENESS = str(tiny_pack / "genderage.onnx")
    assert fault_of_building() is FaceFault.BAD_PACK


def test_the_published_one_is_known_by_its_hash_and_never_fetched(
    liveness: Any, no_network: list[object], tmp_path: Path, tiny_liveness: Path
) -> None:
    liveness.DATA_DIR, liveness.FACE_LIVENESS = tmp_path, "liveness"
    assert fault_of_building() is FaceFault.NO_WEIGHTS
    assert no_network == []
    place = tmp_path / "models" / "insightface" / "addons" / "liveness.onnx"
    place.parent.mkdir(parents=True)
    place.write_bytes(tiny_liveness.read_bytes())
    assert fault_of_building() is FaceFault.BAD_PACK


def test_it_is_fetched_only_where_that_is_allowed(
    liveness: Any, no_network: list[object], tmp_path: Path
) -> None:
    liveness.DATA_DIR, liveness.FACE_LIVENESS = tmp_path, "liveness"
    liveness.MODELS_MAY_DOWNLOAD = True
    assert fault_of_building() is FaceFault.NO_WEIGHTS
    assert no_network
