import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from lib.faces.base import Closeness, Face, FaceError, FaceFault
from lib.faces.comparing import distances
from lib.faces.dlib_kind import files
from lib.faces.dlib_kind.kind import DlibKind
from lib.faces.embedding import embeddings
from lib.faces.registry import build
from tests.faces.sitters import VARIANTS, Picture, portrait, sitter


def kind() -> DlibKind:
    found = build()
    assert isinstance(found, DlibKind)
    return found


@cache
def portrayed() -> tuple[Picture, np.ndarray]:
    return portrait(), template(portrait())


def only_face(picture: Picture) -> Face:
    (face,) = kind().look(picture)
    return face


def template(picture: Picture) -> np.ndarray:
    return kind().embed(picture, only_face(picture))


def closeness(picture: Picture, to: np.ndarray | None = None) -> Closeness:
    """Unless told otherwise, to the portrait."""
    (distance,) = distances(portrayed()[1] if to is None else to, template(picture)[None])
    return kind().thresholds.closeness(float(distance))


@pytest.mark.parametrize("name", VARIANTS)
def test_one_person_is_the_same_in_every_light(name: str) -> None:
    assert closeness(VARIANTS[name](portrait())) is Closeness.SAME


def test_another_face_is_somebody_else() -> None:
    assert closeness(sitter("moved")) is Closeness.OTHER
    assert closeness(sitter("wide"), template(sitter("close"))) is Closeness.OTHER


def test_a_face_between_the_two_is_nobodys_to_say() -> None:
    assert closeness(sitter("close")) is Closeness.UNSURE


def test_eyes_and_nose_are_where_they_are() -> None:
    left, right, nose = only_face(portrait()).landmarks
    assert (left.x, left.y) == pytest.approx((123, 102), abs=3)
    assert (right.x, right.y) == pytest.approx((166, 104), abs=3)
    assert (nose.x, nose.y) == pytest.approx((144, 134), abs=3)
    assert kind().points == 3


def test_no_age_is_made_up() -> None:
    assert only_face(portrait()).apparent_age_years is None


def test_a_template_is_raw_and_of_its_mark() -> None:
    made, mark = portrayed()[1], kind().mark
    assert made.shape == (mark.dims,) == (128,)
    assert made.dtype == np.float32
    assert 1.2 < np.linalg.norm(made) < 1.7
    assert mark.kind == "dlib"
    assert len(mark.version) == 12


def test_to_look_is_not_to_embed() -> None:
    picture = portrait()
    with embeddings() as made:
        face = only_face(picture)
        kind().detect(picture)
        assert made.count == 0
        kind().embed(picture, face)
        assert made.count == 1
    kind().embed(picture, face)
    assert made.count == 1


@pytest.mark.parametrize("role", ["web", "worker"])
def test_only_the_likeness_process_makes_templates(role: str, settings: object) -> None:
    picture = portrait()
    face = only_face(picture)
    settings.ROLE = role  # type: ignore[attr-defined]
    with pytest.raises(FaceError) as refusal, embeddings() as made:
        kind().embed(picture, face)
    assert refusal.value.fault is FaceFault.WRONG_PROCESS
    assert made.count == 1


def package(folder: Path, names: tuple[str, ...]) -> Path:
    """As the real one, which breaks when it is imported."""
    inside = folder / files.PACKAGE
    (inside / "models").mkdir(parents=True)
    (inside / "__init__.py").write_text("raise ImportError\n")
    for name in names:
        (inside / "models" / name).symlink_to(files.weights(name))
    return folder


@pytest.mark.slow
def test_the_two_free_files_are_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = package(tmp_path, (files.LANDMARKS, files.RECOGNITION))
    monkeypatch.syspath_prepend(str(whole))
    assert files.weights(files.RECOGNITION).is_relative_to(whole)
    picture, free = portrait(), DlibKind()
    (face,) = free.look(picture)
    assert free.embed(picture, face).shape == (128,)
    assert files.PACKAGE not in sys.modules


def test_no_code_names_the_file_that_is_not_free() -> None:
    room = Path(files.__file__).parents[1]
    sources = list(room.rglob("*.py"))
    assert len(sources) > 10
    assert not [path for path in sources if "68_face" in path.read_text()]


@pytest.mark.parametrize("missing", [files.LANDMARKS, files.RECOGNITION])
def test_a_file_that_is_missing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    others = tuple({files.LANDMARKS, files.RECOGNITION} - {missing})
    monkeypatch.syspath_prepend(str(package(tmp_path, others)))
    with pytest.raises(FaceError, match=missing) as refusal:
        files.weights(missing)
    assert refusal.value.fault is FaceFault.NO_WEIGHTS
