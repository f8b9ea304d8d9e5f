from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from lib.faces import looking
from lib.faces.base import FaceBox
from lib.faces.detecting import detect
from lib.faces.dlib_kind.detector import BrokenScore, HogDetector
from lib.faces.looking import faces_in_film
from lib.media.errors import MediaError
from lib.media.writer import Mp4Writer
from tests.media import pictures

# Where the face of the portrait is, by eye: 512 x 512 pixels.
FACE_CENTRE = (222, 120)


def portrait(side: int = 512) -> np.ndarray:
    """A public-domain photograph of an astronaut."""
    photograph = data.astronaut()  # type: ignore[no-untyped-call]
    return np.asarray(Image.fromarray(photograph).resize((side, side)))


def around(box: FaceBox, point: tuple[float, float]) -> bool:
    return box.left < point[0] < box.right and box.top < point[1] < box.bottom


@pytest.mark.parametrize("side", [256, 512])
def test_a_face_is_found_where_it_is(side: int) -> None:
    best = max(detect(portrait(side)), key=lambda box: box.score)
    assert around(best, (FACE_CENTRE[0] * side / 512, FACE_CENTRE[1] * side / 512))
    assert best.score > 1


@pytest.mark.parametrize("name", ["gradient", "noise", "shapes", "waves", "flat", "card"])
def test_shapes_have_no_face(name: str) -> None:
    assert detect(getattr(pictures, name)(360, 640)) == []


def test_boxes_lie_within_the_picture() -> None:
    cut = np.ascontiguousarray(portrait()[80:, 150:])
    for box in detect(cut):
        assert 0 <= box.left < box.right <= cut.shape[1]
        assert 0 <= box.top < box.bottom <= cut.shape[0]


def test_a_face_in_a_film_is_seen_at_its_time(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with Mp4Writer(path, width=256, height=256) as film:
        for number in range(72):
            film.write_frame(portrait(256) if number >= 24 else pictures.waves())
    seen = faces_in_film(path)
    assert [face.at_seconds for face in seen] == [1.0, 2.0]
    assert all(face.score == face.box.score > 0 for face in seen)


def test_a_film_that_cannot_be_read_is_not_a_film_without_faces(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with Mp4Writer(path, width=64, height=64) as film:
        for _ in range(48):
            film.write_frame(pictures.waves(64, 64))
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(MediaError):
        faces_in_film(path)


def test_a_detector_that_raises_is_not_a_film_without_faces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.mp4"
    with Mp4Writer(path, width=64, height=64) as film:
        film.write_frame(pictures.waves(64, 64))

    def broken(_image: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(looking, "detect", broken)
    with pytest.raises(RuntimeError):
        faces_in_film(path)


def test_a_score_that_is_no_number_is_a_failure() -> None:
    class Broken:
        def run(self, *_: object) -> tuple[list[object], list[float], list[int]]:
            return [object()], [float("nan")], [0]

    detector = HogDetector()
    detector._detector = Broken()
    with pytest.raises(BrokenScore):
        detector.detect(pictures.noise())
