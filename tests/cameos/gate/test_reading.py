"""What is kept of a file is what was looked at, and nothing that a camera wrote beside it."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from cameos.gate.filming import film_of
from cameos.gate.reading import FILM, Fault, NotUsable, pictures_of
from lib.media.probe import probe
from tests.cameos.gate.pictures import film, object_picture, with_person

JPEG = "image/jpeg"


def saved(path: Path, picture: Image.Image, kind: str = "JPEG", **options: Any) -> Path:
    picture.save(path, kind, **options)
    return path


def fault(path: Path, content_type: str) -> Fault:
    with pytest.raises(NotUsable) as refused:
        pictures_of(path, content_type)
    return refused.value.fault


def test_a_picture_is_upright_small_and_without_what_the_camera_wrote(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned to the right
    exif[0x010F] = "a camera of somebody"
    path = saved(tmp_path / "a.jpg", object_picture((1200, 800)), exif=exif)
    (found,) = pictures_of(path, JPEG)
    assert found.shape == (640, 427, 3)
    film_of([found], tmp_path / "kept.mp4")
    assert b"camera of somebody" not in (tmp_path / "kept.mp4").read_bytes()


def test_what_is_hidden_under_transparency_does_not_come_to_light(tmp_path: Path) -> None:
    hidden = with_person(0.8).convert("RGBA")
    hidden.putalpha(0)
    (found,) = pictures_of(saved(tmp_path / "a.png", hidden, "PNG"), "image/png")
    assert found.min() == 255


@pytest.mark.parametrize("content_type", [JPEG, "image/png", "image/webp", FILM])
def test_what_is_no_such_file_is_refused(tmp_path: Path, content_type: str) -> None:
    path = tmp_path / "x"
    for content in (b"", b"GIF89a", b"\x00" * 500):
        path.write_bytes(content)
        assert fault(path, content_type) is Fault.UNREADABLE


def test_another_kind_than_was_said_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a", object_picture(), "PNG")
    assert fault(path, JPEG) is Fault.UNREADABLE


def test_half_a_picture_is_refused(tmp_path: Path) -> None:
    buffer = BytesIO()
    object_picture().save(buffer, "JPEG")
    path = tmp_path / "a.jpg"
    path.write_bytes(buffer.getvalue()[: buffer.tell() // 2])
    assert fault(path, JPEG) is Fault.UNREADABLE


def test_a_picture_that_unpacks_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", Image.new("1", (9000, 9000)), "PNG")
    assert path.stat().st_size < 100_000
    assert fault(path, "image/png") is Fault.TOO_LARGE


def test_too_small_to_see_anybody_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", object_picture((90, 300)))
    assert fault(path, JPEG) is Fault.TOO_SMALL


def test_a_film_is_as_long_as_it_may_be(tmp_path: Path) -> None:
    small = object_picture((128, 128))
    assert fault(film(tmp_path / "s.mp4", [small], 2.0), FILM) is Fault.TOO_SHORT
    assert fault(film(tmp_path / "l.mp4", [small], 12.0), FILM) is Fault.TOO_LONG
    assert len(pictures_of(film(tmp_path / "f.mp4", [small], 4.0), FILM)) == 8


def test_the_film_that_is_kept_holds_what_was_looked_at(tmp_path: Path) -> None:
    sent = film(tmp_path / "a.mp4", [object_picture((130, 98)), with_person(0.3, (130, 98))], 4.0)
    pictures = pictures_of(sent, FILM)
    film_of(pictures, tmp_path / "kept.mp4")
    kept = probe(tmp_path / "kept.mp4")
    assert (kept.width, kept.height, kept.frames) == (130, 98, len(pictures))
    shown = pictures_of(tmp_path / "kept.mp4", FILM)
    for one, other in zip(pictures, shown, strict=True):
        assert np.abs(one.astype(int) - other).mean() < 8
