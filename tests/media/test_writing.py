import errno
import hashlib
import math
import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest

from lib.media.frames import sampled_frames
from lib.media.probe import probe
from lib.media.sound import rms_dbfs
from lib.media.writer import Mp4Writer
from tests.media.clips import FPS, grey, tone, write_clip


def test_a_film_is_h264_and_aac_and_plays_while_it_loads(clip: Path) -> None:
    info = probe(clip)
    assert (info.video_codec, info.audio_codec) == ("h264", "aac")
    assert (info.width, info.height, info.frames, info.fps) == (64, 64, 48, 24.0)
    assert (info.sample_rate, info.channels) == (48_000, 2)
    assert info.faststart


@pytest.mark.parametrize("offered", [None, 0.0, 0.7, 2.0, 5.0])
def test_sound_is_exactly_as_long_as_the_pictures(tmp_path: Path, offered: float | None) -> None:
    path = write_clip(tmp_path / "film.mp4", seconds=2.0, sound=offered)
    with av.open(str(path)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        for stream in (video, sound):
            assert stream.duration is not None
            assert stream.time_base is not None
            assert stream.duration * stream.time_base == 2


def test_sound_offered_late_in_pieces_is_all_there(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    wave = tone(1.0)
    with Mp4Writer(path, width=64, height=64, fps=FPS) as film:
        for number in range(FPS):
            film.write_frame(grey(number))
        for start in range(0, wave.shape[1], 777):
            film.write_audio(wave[:, start : start + 777])
    assert rms_dbfs(path) == pytest.approx(20 * math.log10(0.25 / math.sqrt(2)), abs=0.5)


def test_packets_of_pictures_and_sound_take_turns(clip: Path) -> None:
    with av.open(str(clip)) as container:
        times: dict[str, float] = {"video": 0.0, "audio": 0.0}
        for packet in container.demux():
            if packet.dts is not None and packet.time_base is not None:
                times[packet.stream.type] = float(packet.dts * packet.time_base)
                assert abs(times["video"] - times["audio"]) < 1.1


def test_colours_survive_as_bt709(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    image = np.zeros((64, 64, 3), np.uint8)
    image[:] = (200, 60, 40)
    with Mp4Writer(path, width=64, height=64) as film:
        for _ in range(4):
            film.write_frame(image)
    seen = next(sampled_frames(path, per_second=1)).image
    assert np.abs(seen[16:48, 16:48].mean(axis=(0, 1)) - (200, 60, 40)).max() < 4
    with av.open(str(path)) as container:
        assert container.streams.video[0].codec_context.colorspace == 1


def test_a_key_frame_comes_at_least_every_second(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "film.mp4", seconds=3.0)
    with av.open(str(path)) as container:
        keys = [packet.pts for packet in container.demux(video=0) if packet.is_keyframe]
        base = container.streams.video[0].time_base
    times = [float(pts * base) for pts in keys if pts is not None and base is not None]
    assert len(times) >= 3
    assert max(np.diff(times)) <= 1.0


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    first = write_clip(tmp_path / "first.mp4", sound=2.0)
    second = write_clip(tmp_path / "second.mp4", sound=2.0)
    assert first.read_bytes() == second.read_bytes()


def test_nothing_stands_under_the_name_before_the_film_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with Mp4Writer(path, width=64, height=64) as film:
        film.write_frame(grey(0))
        assert not path.exists()
    assert [entry.name for entry in tmp_path.iterdir()] == ["film.mp4"]


def test_a_fault_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="on the way"),
        Mp4Writer(tmp_path / "film.mp4", width=64, height=64) as film,
    ):
        film.write_frame(grey(0))
        raise RuntimeError("on the way")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_on_the_way_leaves_the_older_film_alone(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "film.mp4", seconds=1.0)
    before = path.read_bytes()
    with (
        pytest.raises(RuntimeError),
        Mp4Writer(path, width=64, height=64) as film,
    ):
        film.write_frame(grey(0))
        raise RuntimeError
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_fills_up_at_the_end_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lib.media.writer.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_clip(tmp_path / "film.mp4", seconds=0.5)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_clip(tmp_path / "missing" / "film.mp4")


@pytest.mark.parametrize("shape", [(64, 64), (64, 62, 3), (64, 64, 4)])
def test_a_frame_of_another_shape_is_refused(tmp_path: Path, shape: tuple[int, ...]) -> None:
    with (
        pytest.raises(ValueError, match="a frame of"),
        Mp4Writer(tmp_path / "film.mp4", width=64, height=64) as film,
    ):
        film.write_frame(np.zeros(shape, np.uint8))


def test_odd_sides_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="even sides"):
        Mp4Writer(tmp_path / "film.mp4", width=65, height=64)


@pytest.mark.parametrize(
    ("shape", "kind"), [((2, 10), "float64"), ((10,), "float32"), ((1, 10), "float32")]
)
def test_sound_of_another_shape_is_refused(
    tmp_path: Path, shape: tuple[int, ...], kind: str
) -> None:
    sound = np.zeros(shape, kind)
    with (
        pytest.raises(ValueError, match="float32, 2 x n"),
        Mp4Writer(tmp_path / "film.mp4", width=64, height=64) as film,
    ):
        film.write_audio(sound)


# Something round that moves over waves, 45 macroblocks wide: what AVX-512 counts past the end of.
DRAWS = """
import sys
from pathlib import Path
import numpy as np
from lib.media.writer import Mp4Writer
y, x = np.mgrid[0:640, 0:720]
with Mp4Writer(Path(sys.argv[1]), width=720, height=640) as film:
    for n in range(16):
        ball = (x - 200 - 9 * n) ** 2 + (y - 300 - 5 * n) ** 2 < 120**2
        waves = 128 + 60 * np.sin(x / 17 + n / 3) * np.cos(y / 23)
        picture = np.stack([np.where(ball, 220, waves), waves, 255 - waves], -1)
        film.write_frame(picture.astype(np.uint8))
"""


def test_what_lay_in_memory_before_does_not_show_in_a_film(tmp_path: Path) -> None:
    """glibc fills what it hands out with another byte each time."""
    seen = set()
    for filler in ("1", "90", "165"):
        film = tmp_path / f"{filler}.mp4"
        subprocess.run(
            [sys.executable, "-c", DRAWS, str(film)],
            env={**os.environ, "MALLOC_PERTURB_": filler}, check=True, timeout=600,
        )  # fmt: skip
        seen.add(hashlib.sha256(film.read_bytes()).hexdigest())
    assert len(seen) == 1
