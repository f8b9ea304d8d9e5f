from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lib.media.stills import contact_sheet, poster, spritesheet
from tests.media.clips import FPS, write_clip


def test_a_poster_shows_the_frame_of_its_time(clip: Path, tmp_path: Path) -> None:
    into = tmp_path / "poster.webp"
    at = poster(clip, into=into, at_seconds=1.5, max_side=48)
    with Image.open(into) as image:
        assert (image.format, image.size) == ("WEBP", (48, 48))
        assert np.asarray(image).mean() == pytest.approx(2 * FPS * at, abs=4)


def test_a_poster_is_by_default_taken_a_third_into_the_film(clip: Path, tmp_path: Path) -> None:
    assert poster(clip, into=tmp_path / "p.webp") == pytest.approx(2 / 3, abs=1 / FPS)


def test_a_poster_after_the_end_shows_the_last_frame(clip: Path, tmp_path: Path) -> None:
    assert poster(clip, into=tmp_path / "p.webp", at_seconds=99.0) == pytest.approx(47 / FPS)


def test_a_spritesheet_tells_its_geometry_and_tiles_follow_the_times(
    clip: Path, tmp_path: Path
) -> None:
    into = tmp_path / "sheet.webp"
    sheet = spritesheet(clip, into=into, columns=4, rows=2, tile_width=32)
    assert (sheet.columns, sheet.rows, sheet.tile_width, sheet.tile_height) == (4, 2, 32, 32)
    assert len(sheet.times) == 8
    with Image.open(into) as image:
        assert (image.format, image.size) == ("WEBP", (128, 64))
        pixels = np.asarray(image.convert("L"))
    for index, at in enumerate(sheet.times):
        row, column = divmod(index, 4)
        tile = pixels[row * 32 + 8 : row * 32 + 24, column * 32 + 8 : column * 32 + 24]
        assert tile.mean() == pytest.approx(2 * FPS * at, abs=5)


def test_a_spritesheet_of_a_film_shorter_than_its_tiles_repeats_frames(tmp_path: Path) -> None:
    film = write_clip(tmp_path / "short.mp4", seconds=0.125)
    sheet = spritesheet(film, into=tmp_path / "s.webp", columns=5, rows=4, tile_width=16)
    assert len(sheet.times) == 20
    assert len(set(sheet.times)) == 3


def test_a_contact_sheet_is_a_png_of_labelled_frames(clip: Path, tmp_path: Path) -> None:
    into = tmp_path / "sheet.png"
    contact_sheet(clip, into=into, columns=2, rows=2, tile_side=100)
    with Image.open(into) as image:
        assert image.format == "PNG"
        assert image.width > 200
        assert image.height > 200


def test_no_half_picture_is_left_where_there_is_no_folder(clip: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        poster(clip, into=tmp_path / "missing" / "poster.webp")
    assert list(tmp_path.iterdir()) == []
