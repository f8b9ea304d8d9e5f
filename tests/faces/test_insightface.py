import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lib.faces.base import Face, FaceError, FaceFault
from lib.faces.comparing import distances
from lib.faces.embedding import embeddings
from lib.faces.insightface_kind.building import from_settings
from lib.faces.insightface_kind.kind import InsightFaceKind
from lib.faces.registry import build
from tests.faces.pack import AGE, BOX, DIMS, FIVE, YAW, make_pack, mark, other_weights, planted
from tests.faces.sitters import VARIANTS
from tests.media import pictures


def only_face(picture: np.ndarray) -> Face:
    (face,) = build().look(picture)
    return face


def grey_noise(side: int) -> np.ndarray:
    return np.repeat(pictures.noise(side, side)[:, :, :1], 3, axis=2)


def distance(one: np.ndarray, other: np.ndarray) -> float:
    kind = build()
    made = [kind.embed(picture, only_face(picture)) for picture in (one, other)]
    return float(distances(made[0], made[1][None])[0])


@pytest.mark.parametrize("cells", [(0, 0), (2, 3)])
def test_a_face_is_where_the_detector_saw_it(insightface: Any, cells: tuple[int, int]) -> None:
    face = only_face(planted(cells=cells))
    right, down = 32 * cells[0], 32 * cells[1]
    box = face.box
    assert (box.left - right, box.top - down) == BOX[:2]
    assert (box.right - right, box.bottom - down) == BOX[2:]
    found = [(point.x - right, point.y - down) for point in face.landmarks]
    assert found == [pytest.approx(point, abs=0.01) for point in FIVE]
    assert build().points == len(found) == 5
    assert build().detect(planted(cells=cells)) == [box]


def test_two_faces_and_none(insightface: Any) -> None:
    two = planted()
    mark(two, cells=(0, 6))
    assert len(build().look(two)) == len(build().detect(two)) == 2
    assert build().look(grey_noise(640)) == []


def test_a_box_that_leaves_the_picture_is_cut(insightface: Any) -> None:
    (box,) = build().detect(np.ascontiguousarray(planted()[:, 192:]))
    assert (box.left, box.right) == (0, BOX[2] - 192)


def test_yaw_is_that_of_the_points_in_space(insightface: Any) -> None:
    assert only_face(planted()).yaw_degrees == pytest.approx(YAW, abs=0.01)


def test_a_head_turned_to_the_left_is_negative(insightface: Any, tmp_path: Path) -> None:
    insightface.FACE_PACK = str(make_pack(tmp_path / "left", yaw=-12.0))
    assert only_face(planted()).yaw_degrees == pytest.approx(-12, abs=0.01)


def test_a_small_pack_measures_yaw_by_five_points_and_no_age(
    insightface: Any, tmp_path: Path
) -> None:
    small = make_pack(tmp_path / "small", without=("1k3d68.onnx", "genderage.onnx"))
    insightface.FACE_PACK = str(small)
    face = only_face(planted())
    assert face.yaw_degrees == pytest.approx(0, abs=5)
    assert face.apparent_age_years is None


def test_age_is_kept_and_gender_is_not(insightface: Any) -> None:
    face = only_face(planted())
    assert face.apparent_age_years == AGE
    assert Face.__slots__ == tuple(Face.__dataclass_fields__)
    assert not [name for name in Face.__slots__ if name in {"gender", "sex"}]


def test_a_template_is_of_unit_length_and_follows_the_pixels(insightface: Any) -> None:
    picture = planted()
    made = build().embed(picture, only_face(picture))
    assert made.shape == (DIMS,) == (build().mark.dims,)
    assert made.dtype == np.float32
    assert np.linalg.norm(made) == pytest.approx(1, abs=1e-5)
    assert distance(picture, planted(cells=(2, 3))) < 0.01
    noise = planted(grey_noise(512))
    assert distance(picture, noise) > 1


@pytest.mark.parametrize("name", ["brighter", "blurred", "noisy"])
def test_one_face_stays_near_itself(insightface: Any, name: str) -> None:
    picture = VARIANTS[name](planted())
    mark(picture := picture.copy())
    assert distance(planted(), picture) < 0.4


def test_to_look_is_not_to_embed(insightface: Any) -> None:
    with embeddings() as made:
        face = only_face(planted())
        assert made.count == 0
        build().embed(planted(), face)
    assert made.count == 1


def test_where_nobody_may_embed_the_model_is_not_even_loaded(insightface: Any) -> None:
    insightface.ROLE = "worker"
    kind = from_settings()
    (face,) = kind.look(planted())
    assert "recognition" not in kind._models
    insightface.ROLE = "likeness"
    with pytest.raises(FaceError) as refusal:
        kind.embed(planted(), face)
    assert refusal.value.fault is FaceFault.WRONG_PROCESS


def test_only_what_is_used_is_loaded(insightface: Any) -> None:
    kind = build()
    assert isinstance(kind, InsightFaceKind)
    assert set(kind._models) == {"detection", "recognition", "landmark_3d_68", "genderage"}


def test_a_face_of_another_kind_is_refused(insightface: Any) -> None:
    face = only_face(planted())
    three = Face(face.box, face.landmarks[:3], None, None, None)
    with pytest.raises(FaceError) as refusal:
        build().embed(planted(), three)
    assert refusal.value.fault is FaceFault.UNKNOWN_FACE


def test_other_weights_are_another_mark(insightface: Any, tmp_path: Path) -> None:
    first = build().mark
    other = make_pack(tmp_path / "pack")
    insightface.FACE_PACK = str(other)
    assert from_settings().mark == first
    other_weights(moved := make_pack(tmp_path / "moved"))
    insightface.FACE_PACK = str(moved)
    assert from_settings().mark != first


def test_thresholds_are_the_operators(insightface: Any) -> None:
    with pytest.raises(FaceError) as refusal:
        _ = build().thresholds
    assert refusal.value.fault is FaceFault.NO_THRESHOLDS
    insightface.FACE_MATCH_AT, insightface.FACE_GREY_AT = 1.0, 1.1
    assert (build().thresholds.match, build().thresholds.grey) == (1.0, 1.1)


def fault_of_building() -> FaceFault:
    with pytest.raises(FaceError) as refusal:
        build()
    return refusal.value.fault


def test_no_licence_no_start(insightface: Any) -> None:
    insightface.FACE_PACK_LICENCE = ""
    assert fault_of_building() is FaceFault.NO_LICENCE


def test_a_signed_licence_that_is_not_sound_is_none(insightface: Any, tmp_path: Path) -> None:
    insightface.FACE_PACK = str(folder := make_pack(tmp_path / "pack"))
    (folder / "MODEL.LICENSE").write_text(json.dumps({"grant": "commercial"}))
    assert fault_of_building() is FaceFault.NO_LICENCE


@pytest.mark.parametrize("name", ["det_10g.onnx", "w600k_r50.onnx"])
def test_a_pack_without_what_it_takes(insightface: Any, tmp_path: Path, name: str) -> None:
    insightface.FACE_PACK = str(make_pack(tmp_path / "pack", without=(name,)))
    assert fault_of_building() is FaceFault.BAD_PACK


def test_a_pack_that_is_not_models(insightface: Any, tmp_path: Path) -> None:
    (tmp_path / "det_10g.onnx").write_bytes(b"no model")
    insightface.FACE_PACK = str(tmp_path)
    assert fault_of_building() is FaceFault.BAD_PACK


def test_a_graphics_card_that_is_not_there_is_not_replaced(insightface: Any) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("onnxruntime has CUDA here")
    insightface.FACE_DEVICE = "cuda"
    assert fault_of_building() is FaceFault.BAD_PACK


def test_nothing_is_fetched(insightface: Any, no_network: list[object], tmp_path: Path) -> None:
    insightface.DATA_DIR = tmp_path
    assert build().look(planted())
    build.cache_clear()
    insightface.FACE_PACK = "buffalo_l"
    assert fault_of_building() is FaceFault.NO_WEIGHTS
    assert no_network == []


def test_it_is_fetched_only_where_that_is_allowed(
    insightface: Any, no_network: list[object], tmp_path: Path
) -> None:
    insightface.DATA_DIR, insightface.FACE_PACK = tmp_path, "buffalo_l"
    insightface.MODELS_MAY_DOWNLOAD = True
    assert fault_of_building() is FaceFault.NO_WEIGHTS
    assert no_network


def test_a_pack_is_found_by_its_name(insightface: Any, tmp_path: Path) -> None:
    insightface.DATA_DIR, insightface.FACE_PACK = tmp_path, "ours"
    make_pack(tmp_path / "models" / "insightface" / "models" / "ours")
    assert build().look(planted())


def test_a_detector_that_gives_no_number_is_a_failure(insightface: Any) -> None:
    class Broken:
        def detect(self, _image: object) -> tuple[np.ndarray, np.ndarray]:
            return np.full((1, 5), np.nan), np.zeros((1, 5, 2))

    kind = InsightFaceKind({"detection": Broken()})
    for ask in (kind.detect, kind.look):
        with pytest.raises(FaceError) as refusal:
            ask(planted())
        assert refusal.value.fault is FaceFault.BAD_PACK
