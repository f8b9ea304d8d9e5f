"""Of a recording that one picture which shows its person from the front, large and sharp."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from cameos.references import portraits
from cameos.references.cutting import FACE_SHARE, MOST_SIDE, cut
from cameos.references.errors import NoReference
from cameos.references.portraits import MOST_YAW, best_portraits
from config.demo.filming.heads import turned
from config.demo.filming.portrait import portrait
from lib.faces.base import FaceBox
from lib.faces.embedding import embeddings
from lib.faces.registry import build
from lib.media.errors import MediaError
from lib.media.frames import SampledFrame, sampled_frames
from lib.media.silencing import pictures_alone
from lib.media.writer import Mp4Writer


def filmed(path: Path, pictures: list[Any]) -> io.BytesIO:
    """Each is shown for one look."""
    height, width = pictures[0].shape[:2]
    with Mp4Writer(path, width=width, height=height, fps=3) as film:
        for picture in pictures:
            film.write_frame(picture)
    return io.BytesIO(path.read_bytes())


def blurred(picture: Any) -> Any:
    small = Image.fromarray(picture).resize((60, 60))
    return np.asarray(small.resize(picture.shape[1::-1]))


def test_the_sharp_frame_towards_the_camera_is_taken_and_nothing_is_embedded(
    tmp_path: Path,
) -> None:
    aside, front = turned("one", 25), portrait()
    film = filmed(tmp_path / "film.mp4", [aside, blurred(front), front, aside])
    kind = build()
    with embeddings() as made:
        [picture] = best_portraits(film, kind)
    assert made.count == 0
    [face] = kind.look(picture)
    assert abs(face.yaw_degrees or 90) < MOST_YAW
    assert (face.quality or 0) > (kind.look(cut_out(blurred(front)))[0].quality or 0)
    side = picture.shape[0]
    assert picture.shape == (side, side, 3)
    middle = (
        (face.box.left + face.box.right) / 2 / side,
        (face.box.top + face.box.bottom) / 2 / side,
    )
    assert middle == pytest.approx((0.5, 0.5), abs=0.08)
    assert (face.box.right - face.box.left) / side == pytest.approx(FACE_SHARE, abs=0.08)


def cut_out(picture: Any) -> Any:
    return cut(picture, build().look(picture)[0].box, 1.0)


def test_a_recording_without_its_sound_shows_the_same(recording: Path) -> None:
    with recording.open("rb") as film:
        [whole] = best_portraits(film, build())
    [silent] = best_portraits(pictures_alone(recording), build())
    assert np.array_equal(whole, silent)


@pytest.mark.parametrize("what", ["nobody", "aside", "two"])
def test_a_recording_without_one_face_from_the_front_has_no_picture(
    tmp_path: Path, what: str
) -> None:
    front = portrait()
    shown = {
        "nobody": np.full_like(front, 90),
        "aside": turned("one", 25),
        "two": np.concatenate([front, turned("other", 0)], axis=1),
    }
    film = filmed(tmp_path / "film.mp4", [shown[what]] * 2)
    with pytest.raises(NoReference, match="reference_no_usable_frame"):
        best_portraits(film, build())


def test_several_are_of_different_parts_of_the_film(tmp_path: Path) -> None:
    front = portrait()
    bright = np.clip(front.astype(int) + 40, 0, 255).astype(np.uint8)
    film = filmed(tmp_path / "film.mp4", [front] * 3 + [bright] * 3)
    first, second = best_portraits(film, build(), count=2)
    assert second.mean() > first.mean() + 15


def test_what_is_no_film_is_said_to_be_none() -> None:
    with pytest.raises(MediaError):
        best_portraits(io.BytesIO(b"no film at all" * 100), build())


SMALL, LARGE, LATER = ((n, SampledFrame(0, at, np.zeros((8, 8, 3), np.uint8)))
                       for n, at in ((0, 0.0), (1, 0.0), (1, 0.5)))  # fmt: skip


@pytest.mark.parametrize("told", [[SMALL], [LARGE, SMALL], [SMALL, SMALL], [SMALL, LATER]])
def test_looks_that_a_decoder_never_gives_are_no_film(
    told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portraits, "shared_frames_apart", lambda *_: iter(told))
    with pytest.raises(MediaError, match="media_unreadable"):
        best_portraits(io.BytesIO(), build())


@pytest.mark.parametrize(
    "box",
    [FaceBox(0, 0, 40, 40, 1.0), FaceBox(160, 80, 200, 120, 1.0), FaceBox(5, 40, 205, 110, 1.0)],
)
def test_a_cut_is_square_whatever_the_frame_leaves_of_it(box: FaceBox) -> None:
    frame = np.random.default_rng(1).integers(0, 255, (120, 200, 3), dtype=np.uint8)
    picture = cut(frame, box, 1.0)
    side = round(max(box.right - box.left, box.bottom - box.top) / FACE_SHARE)
    assert picture.shape == (side, side, 3)


def test_a_large_cut_is_shrunk() -> None:
    frame = np.zeros((1080, 1920, 3), np.uint8)
    assert cut(frame, FaceBox(100, 50, 300, 250, 1.0), 3.0).shape == (MOST_SIDE, MOST_SIDE, 3)


def test_frames_of_any_width_can_be_embedded(tmp_path: Path, settings: Any) -> None:
    """A portrait film of phones, 9:16: rows of 270 pixels are padded where they are decoded."""
    settings.ROLE = "likeness"
    head = np.asarray(Image.fromarray(portrait()).resize((540, 540)))
    path = tmp_path / "film.mp4"
    with Mp4Writer(path, width=540, height=960, fps=3) as film:
        film.write_frame(np.pad(head, ((210, 210), (0, 0), (0, 0)), mode="edge"))
    [frame] = sampled_frames(path, per_second=3, max_side=480)
    assert frame.image.shape == (480, 270, 3)
    [face] = build().look(frame.image)
    assert build().embed(frame.image, face).shape == (128,)
