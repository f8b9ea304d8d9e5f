"""Cutting and joining, to the frame and to the sample."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.engines.base import FPS, RenderCancelled, Size
from generation.engines.editing.editing import edit
from generation.engines.editing.pictures import pictures
from generation.engines.editing.sound import PER_FRAME, read, sounds
from generation.engines.editing.takes import Segment, Take, crossed, looped
from lib.media.errors import MediaError
from lib.media.frames import frames_at
from lib.media.probe import probe
from lib.media.writer import Mp4Writer

SIZE = Size.PORTRAIT
LENGTH = 36
TONE = 440.0
RATE = 48_000
NOISE = 3  # of a level that went through the encoder twice


def level(number: int) -> int:
    return 20 + 6 * number


def tone() -> np.ndarray:
    return np.asarray(np.sin(2 * np.pi * TONE * np.arange(LENGTH * PER_FRAME) / RATE) * 0.4)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second and a half; each frame is a grey of its own, and a tone is heard."""
    path = tmp_path_factory.mktemp("clips") / "greys.mp4"
    wave = tone()
    with Mp4Writer(path, width=SIZE.width, height=SIZE.height, fps=FPS) as writer:
        writer.write_audio(np.stack([wave, wave]).astype(np.float32))
        for number in range(LENGTH):
            writer.write_frame(np.full((SIZE.height, SIZE.width, 3), level(number), np.uint8))
    return path


def cut(segments: Sequence[Segment], into: Path) -> int:
    return edit(
        segments,
        size=SIZE,
        into=into,
        progress=lambda _: None,
        cancelled=lambda: False,
    )


def levels(path: Path) -> list[float]:
    frames = probe(path).frames
    return [float(one.mean()) for one in pictures(Take(path, 0, frames))]


def test_a_recut_has_exactly_the_frames_that_were_asked_for(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.mp4"
    assert cut([Take(film, 24, 30), Take(film, 0, 3), Take(film, 35, 36)], path) == 10
    wanted = [level(one) for one in (24, 25, 26, 27, 28, 29, 0, 1, 2, 35)]
    assert levels(path) == pytest.approx(wanted, abs=NOISE)
    info = probe(path)
    assert (info.frames, round(info.duration * FPS)) == (10, 10)


def test_a_dissolve_leads_from_one_to_the_other(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "blend.mp4"
    first, second = Take(film, 0, 12), Take(film, 24, 36)
    assert cut(crossed(first, second, over=6), path) == 18
    found = levels(path)
    assert found[:6] == pytest.approx([level(one) for one in range(6)], abs=NOISE)
    assert found[12:] == pytest.approx([level(one) for one in range(30, 36)], abs=NOISE)
    mixed = [
        level(6 + one) * (1 - (one + 1) / 7) + level(24 + one) * ((one + 1) / 7) for one in range(6)
    ]
    assert found[6:12] == pytest.approx(mixed, abs=NOISE)


def test_after_the_last_frame_of_a_loop_comes_its_first(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "loop.mp4"
    assert cut(looped(Take(film, 0, LENGTH), over=12), path) == LENGTH - 12
    found = levels(path)
    assert found[-1] == pytest.approx(level(LENGTH - 13), abs=NOISE)
    # Mostly what comes next in the film: a thirteenth of the other side is there already.
    assert found[0] == pytest.approx(level(LENGTH - 12) * 12 / 13 + level(0) / 13, abs=NOISE)
    assert found[12] == pytest.approx(level(12), abs=NOISE)


def test_sound_stays_with_its_pictures(film: Path) -> None:
    whole = read(film)
    # Where it was put, and not a packet later: encoders begin with silence of their own.
    middle = slice(RATE // 4, RATE // 2)
    assert abs(whole[:, middle] - tone()[middle]).max() < 0.05
    (part,) = sounds([Take(film, 6, 18)])
    assert np.array_equal(part, whole[:, 6 * PER_FRAME : 18 * PER_FRAME])


def test_what_is_joined_is_faded_and_what_goes_on_is_not(film: Path) -> None:
    whole = read(film)
    seamless = np.concatenate(sounds([Take(film, 0, 12), Take(film, 12, 20)]), axis=1)
    assert np.array_equal(seamless, whole[:, : 20 * PER_FRAME])
    before, after = sounds([Take(film, 0, 12), Take(film, 20, 30)])
    assert abs(before[:, -1]).max() == abs(after[:, 0]).max() == 0
    assert abs(before[:, -PER_FRAME:]).max() > 0.3
    assert abs(after[:, :PER_FRAME]).max() > 0.3


def test_a_mix_stays_about_as_loud(film: Path) -> None:
    out, into = Take(film, 0, 12), Take(film, 13, 25)
    _, mixed, _ = sounds(crossed(out, into, over=12))
    assert 0.3 < abs(mixed).max() <= 1.0


def test_a_film_that_is_shorter_than_its_take_is_no_still(film: Path, tmp_path: Path) -> None:
    with pytest.raises(MediaError):
        cut([Take(film, 30, 50)], tmp_path / "long.mp4")
    assert not list(tmp_path.iterdir())


def test_an_edit_stops_when_it_is_not_wanted(film: Path, tmp_path: Path) -> None:
    with pytest.raises(RenderCancelled):
        edit(
            [Take(film, 0, 12)],
            size=SIZE,
            into=tmp_path / "none.mp4",
            progress=lambda _: None,
            cancelled=lambda: True,
        )
    assert not list(tmp_path.iterdir())


def test_each_film_is_read_once_and_reading_its_sound_can_be_called_off(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generation.engines.editing import sound

    reads: list[Path] = []

    def read(path: Path, *given: Any) -> Any:
        reads.append(path)
        return whole(path, *given)

    whole = sound.read
    monkeypatch.setattr(sound, "read", read)
    cut([Take(film, 0, 6), Take(film, 12, 18), Take(film, 2, 8)], tmp_path / "cut.mp4")
    assert reads == [film]
    asked = 0

    def go_on() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise RenderCancelled

    with pytest.raises(RenderCancelled):
        sounds([Take(film, 0, 12)], go_on)


def test_a_part_at_the_end_is_the_same_without_what_lies_before_it(tmp_path: Path) -> None:
    """From the last key frame on, and called off meanwhile."""
    path = tmp_path / "long.mp4"
    with Mp4Writer(path, width=64, height=64, fps=FPS) as writer:
        for number in range(20 * FPS):
            writer.write_frame(np.full((64, 64, 3), level(number % LENGTH), np.uint8))
    asked = 0

    def go_on() -> None:
        nonlocal asked
        asked += 1

    wanted = range(20 * FPS - 6, 20 * FPS)
    end = list(pictures(Take(path, wanted.start, wanted.stop), go_on))
    times = tuple(number / FPS for number in wanted)
    assert np.array_equal(end, [frame.image for frame in frames_at(path, times)])
    assert 6 <= asked < 20 * FPS / 2

    def enough() -> None:
        raise RenderCancelled

    with pytest.raises(RenderCancelled):
        next(iter(pictures(Take(path, wanted.start, wanted.stop), enough)))


def test_a_film_without_sound_is_silent(tmp_path: Path, film: Path) -> None:
    import av

    mute = tmp_path / "mute.mp4"
    with av.open(str(film)) as source, av.open(str(mute), "w", format="mp4") as copy:
        track = copy.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = track
                copy.mux(packet)
    assert read(mute).shape == (2, 0)
    (part,) = sounds([Take(mute, 0, 12)])
    assert part.shape == (2, 12 * PER_FRAME)
    assert not part.any()
