"""Of what a server sends only an exact film of ours comes out, or nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from generation.engines.base import EngineError, RenderRequest
from generation.engines.remote.film import _evenly, _fitted, exact_film
from generation.engines.remote.reading import place_of
from lib.media.apart.full_sound import full_sound_apart
from lib.media.apart.gone import DecoderGone, End
from lib.media.full_sound import read_full
from tests.engines.remote.conftest import SMALL, WISH, clip

REQUEST = RenderRequest(**WISH)


def silent_clip(path: Path, *, frames: int = 96) -> Path:
    """Without any track of sound."""
    with av.open(str(path), "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=24)
        stream.width, stream.height, stream.pix_fmt = 180, 320, "yuv420p"
        for number in range(frames):
            grey = np.full((320, 180, 3), min(255, 2 * number), np.uint8)
            film.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
        film.mux(stream.encode(None))
    return path


def cut(path: Path) -> Path:
    """Its end is missing, and its index may be there."""
    whole = clip(path, frames=24, fps=6).read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    return path


def page(path: Path) -> Path:
    path.write_bytes(b"<html>not found</html>" * 100)
    return path


def playlist(path: Path) -> Path:
    path.write_text("#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n")
    return path


def sound_alone(path: Path) -> Path:
    with av.open(str(path), "w", format="mp4") as film:
        stream = film.add_stream("aac", rate=48000, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
        frame.sample_rate = 48000
        film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return path


WRONG: dict[str, tuple[Callable[[Path], Path], str]] = {
    "too_short": (lambda path: clip(path, frames=20, fps=6), "wrong_film"),
    "too_long": (lambda path: clip(path, frames=33, fps=6), "wrong_film"),
    "landscape": (lambda path: clip(path, size=(320, 180), frames=24, fps=6), "wrong_film"),
    "square": (lambda path: clip(path, size=(320, 320), frames=24, fps=6), "wrong_film"),
    "tiny": (lambda path: clip(path, size=(90, 160), frames=24, fps=6), "wrong_film"),
    "no_sound": (silent_clip, "sound_missing"),
    "cut": (cut, "film_unreadable"),
    "page": (page, "film_unreadable"),
    "playlist": (playlist, "film_unreadable"),
    "sound_alone": (sound_alone, "film_unreadable"),
    "one_frame": (lambda path: clip(path, frames=1), "wrong_film"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_such_film_is_refused(bench: Any, tmp_path: Path, name: str) -> None:
    make, code = WRONG[name]
    one = bench(written=True, sound=True)
    one.farm.film = make(tmp_path / "theirs.mp4")
    assert one.fails() == (code, False)
    assert one.farm.jobs == {}


@pytest.mark.slow
def test_what_a_header_promises_is_no_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of four seconds that it says it has it shows one."""
    theirs = clip(tmp_path / "theirs.mp4", frames=24)
    place = place_of("farm", {"url": "http://127.0.0.1", "sizes": SMALL})
    monkeypatch.setattr("generation.engines.remote.film._refuse_other", lambda *_: None)
    with pytest.raises(EngineError, match="wrong_film"):
        exact_film(theirs, REQUEST, into=tmp_path / "o.mp4", place=place, tell=lambda _: None)
    assert list(tmp_path.iterdir()) == [theirs]


def test_a_decoder_that_is_gone_is_no_verdict(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Path) -> None:
        raise DecoderGone(End.DIED, -9)

    monkeypatch.setattr("lib.media.apart.shape.shape_apart", gone)
    assert bench(written=True).fails() == ("decoder_died", False)


@pytest.mark.parametrize(
    ("frames", "fps"),
    [
        (89, 24),
        (65, 16),
        pytest.param(97, 24, marks=pytest.mark.slow),
        pytest.param(120, 30, marks=pytest.mark.slow),
        pytest.param(61, 15, marks=pytest.mark.slow),
    ],
)
def test_any_rate_and_grid_becomes_just_four_seconds(tmp_path: Path, frames: int, fps: int) -> None:
    """4k+1 and 8k+1 frames; each picture stands at its own time, the last one is held."""
    theirs = clip(tmp_path / "theirs.mp4", frames=frames, fps=fps, sound=False)
    shown = [int(np.median(one)) for one in _evenly(theirs, (180, 320), 96)]
    assert len(shown) == 96
    for number, level in enumerate(shown):
        theirs_then = min(int(number * fps / 24 + 1e-6), frames - 1)
        assert abs(level - min(255, 2 * theirs_then)) <= 2 * fps / 24 + 4, number


def test_another_shape_is_covered_and_cut_at_the_sides() -> None:
    """480x832 is a little too wide for 720x1280: nothing is stretched, the middle stays."""
    picture = np.full((832, 480, 3), 40, np.uint8)
    picture[366:466, 190:290] = 220  # a square of 100, in the middle
    bright = _fitted(picture, (720, 1280)).mean(axis=2) > 130
    assert bright.shape == (1280, 720)
    across, down = np.flatnonzero(bright.any(axis=0)), np.flatnonzero(bright.any(axis=1))
    assert abs(across.size - down.size) <= 2
    assert abs(across.size - 100 * 1280 / 832) <= 2
    assert abs(int(across.mean()) - 360) <= 2
    assert abs(int(down.mean()) - 640) <= 2


def test_sound_that_begins_late_stays_late(tmp_path: Path) -> None:
    whole, late = clip(tmp_path / "whole.mp4"), tmp_path / "late.mp4"
    with av.open(str(whole)) as source, av.open(str(late), "w") as film:
        tracks = {one: film.add_stream_from_template(one) for one in source.streams}
        for packet in source.demux():
            early = packet.stream.type == "audio" and (packet.pts or 0) < 48_000
            if packet.dts is not None and not early:
                packet.stream = tracks[packet.stream]
                film.mux(packet)
    heard = full_sound_apart(late)
    assert heard is not None
    assert np.abs(heard[0, :40_000]).max() < 0.01
    assert np.abs(heard[0, 60_000:90_000]).max() > 0.1


def test_the_sound_of_a_film_is_read_apart_as_it_is_here(tmp_path: Path) -> None:
    theirs = clip(tmp_path / "theirs.mp4", frames=24)
    here, apart = read_full(theirs), full_sound_apart(theirs)
    assert here is not None
    assert apart is not None
    assert np.array_equal((apart * 32768).astype(np.int16), here)
    assert full_sound_apart(silent_clip(tmp_path / "silent.mp4", frames=3)) is None
