import errno
import os
from collections.abc import Callable
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

from generation.engines.base import EngineError, RenderCancelled, RenderResult, Size
from generation.engines.sketch.sound import voice
from lib.media.frames import sampled_frames
from lib.media.probe import probe
from lib.media.sound import AUDIBLE_DBFS, rms_dbfs
from lib.media.writer import Mp4Writer
from tests.engines.rendering import Watcher, render

PROMPT = 'a red ball and two blue boats on the sea, a voice says "hello from the sea"'


@pytest.fixture(scope="module")
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, watcher: Watcher) -> RenderResult:
    return render(PROMPT, into=tmp_path_factory.mktemp("sketch") / "film.mp4", watcher=watcher)


def test_a_film_has_the_size_and_the_length_that_were_asked_for(film: RenderResult) -> None:
    info = probe(film.path)
    assert (info.width, info.height, info.frames, info.fps) == (720, 1280, 96, 24.0)
    assert (info.duration, info.audio_duration) == (4.0, 4.0)
    assert info.faststart


def test_a_film_can_be_heard(film: RenderResult) -> None:
    assert rms_dbfs(film.path) > AUDIBLE_DBFS + 10


def test_the_script_is_what_was_quoted(film: RenderResult) -> None:
    assert film.script_is_exact
    assert [(line.text, line.language) for line in film.script] == [("hello from the sea", "en")]


def test_pictures_move(film: RenderResult) -> None:
    frames = [frame.image.astype(int) for frame in sampled_frames(film.path, per_second=2)]
    assert len(frames) == 8
    for earlier, later in pairwise(frames):
        assert np.abs(earlier - later).mean() > 0.5


def test_the_named_colours_are_seen(film: RenderResult) -> None:
    image = next(sampled_frames(film.path, per_second=1)).image.astype(int)
    red, green, blue = image[..., 0], image[..., 1], image[..., 2]
    assert ((red > 180) & (green < 110) & (blue < 120)).sum() > 500
    assert ((blue > 180) & (red < 110)).sum() > 5_000


def test_progress_rises_to_one(film: RenderResult, watcher: Watcher) -> None:
    assert film.path.exists()
    assert watcher.told == sorted(watcher.told)
    assert watcher.told[0] == 0.0
    assert watcher.told[-1] == 1.0
    assert len(watcher.told) > 3


def test_the_record_is_enough_to_render_it_again(film: RenderResult) -> None:
    assert film.record.items() >= {
        "engine": "sketch", "engine_version": "3", "seed": 7, "size": "720x1280", "seconds": 4,
    }.items()  # fmt: skip
    for library in ("av", "numpy", "pillow", "espeakng_loader"):
        assert film.record[f"library_{library}"]


def test_nothing_but_the_film_is_left_in_its_folder(film: RenderResult) -> None:
    assert list(film.path.parent.iterdir()) == [film.path]


def test_a_render_that_is_cancelled_stops_soon_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.engines.pace.ASK_EVERY_S", 0.0)  # however fast this machine is
    watcher = Watcher(stop_at=0.3)
    with pytest.raises(RenderCancelled):
        render("a star", into=tmp_path / "film.mp4", watcher=watcher)
    assert list(tmp_path.iterdir()) == []
    assert 0.3 <= watcher.told[-1] < 0.9


def test_a_render_cancelled_beforehand_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: object, **_kwargs: object) -> None:
        pytest.fail("it began to draw")

    monkeypatch.setattr("generation.engines.sketch.play.reel.Picture", never)
    watcher = Watcher(stop_at=-1.0, told=[0.0])
    with pytest.raises(RenderCancelled):
        render("a star", into=tmp_path / "film.mp4", watcher=watcher)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "storage_full"), (errno.EDQUOT, "storage_full"),
     (errno.EIO, "storage_unwritable"), (errno.EACCES, "storage_unwritable")],
)  # fmt: skip
def test_a_disk_that_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    write = Mp4Writer.write_frame

    def failing(film: Mp4Writer, image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
        if film._frames == 5:
            raise OSError(number, os.strerror(number))
        write(film, image)

    monkeypatch.setattr(Mp4Writer, "write_frame", failing)
    with pytest.raises(EngineError) as failed:
        render("a star", into=tmp_path / "film.mp4")
    assert (failed.value.code, failed.value.permanent) == (code, False)
    assert list(tmp_path.iterdir()) == []


def _missing(folder: Path) -> Path:
    return folder / "missing" / "film.mp4"


def _below_a_file(folder: Path) -> Path:
    (folder / "file").write_text("in the way")
    return folder / "file" / "film.mp4"


@pytest.mark.parametrize("place", [_missing, _below_a_file])
def test_a_folder_that_cannot_be_written_is_a_fault_that_may_pass(
    tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    with pytest.raises(EngineError) as failed:
        render("a star", into=place(tmp_path))
    assert (failed.value.code, failed.value.permanent) == ("storage_unwritable", False)


def test_a_real_full_device_is_told_as_full(tmp_path: Path) -> None:
    """/dev/full refuses every byte; a link leads the partial file there."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with pytest.raises(OSError, match="No space left") as failed:
        _write_to_full(tmp_path)
    assert failed.value.errno == errno.ENOSPC


def _write_to_full(folder: Path) -> None:
    film = Mp4Writer(folder / "film.mp4", width=64, height=64)
    film._partial.symlink_to("/dev/full")
    with film:
        for number in range(48):
            film.write_frame(np.full((64, 64, 3), number, np.uint8))


def test_speech_that_fails_fails_the_render(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice, "PROGRAM", tmp_path / "not_there.py")
    with pytest.raises(EngineError) as failed:
        render(PROMPT, into=tmp_path / "film.mp4")
    assert (failed.value.code, failed.value.permanent) == ("speech_unavailable", False)
    assert list(tmp_path.iterdir()) == []


def test_a_length_that_nobody_offers_is_refused_for_good(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as failed:
        render("a star", into=tmp_path / "film.mp4", seconds=5)
    assert (failed.value.code, failed.value.permanent) == ("unsupported_request", True)


# Each size and each length with the slow tests, all pairs of them with the acts.
SHAPES = [
    pytest.param(
        *(size, seconds),
        marks=pytest.mark.slow if size is Size.PORTRAIT or seconds == 4 else pytest.mark.act,
    )
    for size, seconds in product(Size, (4, 8, 12))
]


@pytest.mark.parametrize(("size", "seconds"), SHAPES)
def test_every_size_and_length(tmp_path: Path, size: Size, seconds: int) -> None:
    film = render(PROMPT, into=tmp_path / "film.mp4", size=size, seconds=seconds)
    info = probe(film.path)
    assert (info.width, info.height, info.frames) == (size.width, size.height, 24 * seconds)
    assert (info.duration, info.audio_duration) == (seconds, seconds)
    assert rms_dbfs(film.path) > AUDIBLE_DBFS


@pytest.mark.slow
def test_equal_requests_give_equal_bytes(tmp_path: Path) -> None:
    first = render(PROMPT, into=tmp_path / "first.mp4")
    second = render(PROMPT, into=tmp_path / "second.mp4")
    other = render(PROMPT, into=tmp_path / "other.mp4", seed=8)
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.path.read_bytes() != other.path.read_bytes()
