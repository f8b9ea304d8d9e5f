"""Each strange file is answered, or refused with a code, and costs little either way."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from lib.media.errors import MediaError, MediaFault
from lib.media.frames import sampled_frames
from lib.media.probe import probe
from lib.media.sound import audio_16k, extract_sound
from lib.media.tables import refuse_impossible_tables
from moderation.services.pictures import UnreadablePicture, hashed_picture
from tests.fuzz.entry import faults
from tests.media import bad, pictures
from tests.media.clips import write_clip

READERS: dict[str, Callable[[Path], object]] = {
    "probe": probe,
    "frames": lambda path: list(sampled_frames(path, per_second=2)),
    "sound": lambda path: list(audio_16k(path)),
}


def seen(path: Path) -> list[tuple[int, ...]]:
    return [frame.image.shape for frame in sampled_frames(path, per_second=2)]


def refused(path: Path, read: str = "frames") -> MediaFault:
    with pytest.raises(MediaError) as error:
        READERS[read](path)
    return error.value.code


@pytest.mark.parametrize("read", ["probe", "frames"])
def test_eight_k_is_too_large(tmp_path: Path, read: str) -> None:
    assert refused(bad.eight_k(tmp_path / "f.mov"), read) is MediaFault.TOO_LARGE


@pytest.mark.parametrize("read", ["probe", "frames"])
def test_an_hour_is_too_long(tmp_path: Path, read: str) -> None:
    assert refused(bad.an_hour(tmp_path / "f.mp4"), read) is MediaFault.TOO_LONG


def test_more_frames_than_a_minute_has_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_clip(tmp_path / "f.mp4", seconds=0.5)
    monkeypatch.setattr("lib.media.frames.MOST_FRAMES", 12)
    assert len(seen(path)) == 1
    monkeypatch.setattr("lib.media.frames.MOST_FRAMES", 11)
    assert refused(path) is MediaFault.TOO_LONG


def test_sound_without_end_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_clip(tmp_path / "f.mp4", seconds=0.5, sound=0.5)
    monkeypatch.setattr("lib.media.sound.MOST_SOUND_S", 0.1)
    assert refused(path, "sound") is MediaFault.TOO_LONG


def test_one_pixel_is_a_film(tmp_path: Path) -> None:
    assert seen(bad.one_pixel(tmp_path / "f.mov")) == [(2, 2, 3)]


@pytest.mark.parametrize(
    ("degrees", "shape", "corner"),
    [(90, (64, 32), (-1, 0)), (-90, (64, 32), (0, -1)), (180, (32, 64), (-1, -1))],
)
def test_a_turned_film_is_seen_upright(
    tmp_path: Path, degrees: int, shape: tuple[int, int], corner: tuple[int, int]
) -> None:
    """What is stored has its light at the upper left; turned, it stands in another corner."""
    path = bad.turned(tmp_path / "f.mp4", degrees)
    image = next(sampled_frames(path, per_second=1)).image
    assert image.shape[:2] == shape
    assert image[corner].min() > 200
    others = {(0, 0), (0, -1), (-1, 0), (-1, -1)} - {corner}
    assert all(image[other].max() < 60 for other in others)


@pytest.mark.parametrize("codec", ["libx265", "libsvtav1", "libaom-av1", "libvpx-vp9"])
def test_ten_bits_a_colour_are_seen(tmp_path: Path, codec: str) -> None:
    if codec not in av.codecs_available:
        pytest.skip(f"no encoder {codec} here")
    try:
        path = bad.high_range(tmp_path / "f.mp4", codec)
    except (av.error.FFmpegError, ValueError):
        pytest.skip(f"{codec} encodes no ten bits here")
    image = next(sampled_frames(path, per_second=2)).image
    wanted = pictures.shapes(64, 96).astype(int)
    assert np.abs(image.astype(int) - wanted).mean() < 20


@pytest.mark.parametrize("kind", ["gif", "png"])
def test_a_moving_picture_is_a_film_and_a_picture(tmp_path: Path, kind: str) -> None:
    path = bad.moving(tmp_path / f"f.{kind}", kind=kind)
    assert seen(path) == [(48, 64, 3)] * 2
    assert len(hashed_picture(path).hash) == 64


def test_a_moving_webp_is_a_picture_and_no_film(tmp_path: Path) -> None:
    path = bad.moving(tmp_path / "f.webp", kind="webp")
    assert refused(path) is MediaFault.UNREADABLE
    assert len(hashed_picture(path).hash) == 64


def test_a_silent_film_has_no_sound_to_extract(tmp_path: Path) -> None:
    path = bad.turned(tmp_path / "f.mp4", 0)
    with pytest.raises(MediaError) as error:
        extract_sound(path, into=tmp_path / "s.mp4")
    assert error.value.code is MediaFault.NO_AUDIO


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("lie", bad.LIES)
def test_an_index_that_lies_is_refused_before_it_is_believed(
    tmp_path: Path, lie: str, read: str
) -> None:
    path = bad.LIES[lie](tmp_path / "f.mp4")
    assert refused(path, read) in {MediaFault.TRUNCATED, MediaFault.TOO_LONG}


def test_an_honest_index_is_believed(tmp_path: Path) -> None:
    refuse_impossible_tables(write_clip(tmp_path / "f.mp4", seconds=0.5, sound=0.5))


def test_a_film_of_which_nothing_is_shown_was_not_looked_at(tmp_path: Path) -> None:
    """With a timescale of one tick a second its edit list ends before the first frame does."""
    assert refused(bad.absurd_timescale(tmp_path / "f.mp4")) is MediaFault.NO_VIDEO


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{film}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{film}'\n",
    ],
    ids=["hls", "concat"],
)
def test_a_list_that_names_other_files_opens_none(tmp_path: Path, text: str) -> None:
    film = write_clip(tmp_path / "film.mp4", seconds=0.25)
    path = tmp_path / "list.mp4"
    path.write_text(text.format(film=film.name))
    assert refused(path) is MediaFault.UNREADABLE


@pytest.mark.parametrize("make", [lambda path: bad.declared_png(path, 30_000), bad.png_bomb])
def test_a_picture_of_nine_hundred_million_pixels_is_refused(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path / "f.png")
    with pytest.raises(UnreadablePicture):
        hashed_picture(path)
    assert refused(path) in {MediaFault.TOO_LARGE, MediaFault.UNREADABLE}


CASES = sorted((Path(__file__).parent / "fuzz_cases").glob("*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_the_fuzzer_found_is_answered_or_refused(case: Path) -> None:
    assert faults(case) == []


# Its own process, because a process's peak never falls.
PEAK = """
import json, sys
from pathlib import Path
from tests.fuzz.entry import faults
found = [faults(Path(name)) for name in sys.argv[1:]]
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([found, int(peak.split()[1])]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_nothing_here_takes_half_a_gigabyte(tmp_path: Path) -> None:
    """Loading the libraries takes 150 MB of it; what the lies declare would take 100 GB."""
    files = [make(tmp_path / f"{number}.mp4") for number, make in enumerate(bad.LIES.values())]
    files += [
        bad.eight_k(tmp_path / "8k.mov"), bad.an_hour(tmp_path / "hour.mp4"),
        bad.absurd_timescale(tmp_path / "scale.mp4"), bad.png_bomb(tmp_path / "bomb.png"),
        bad.declared_png(tmp_path / "declared.png", 30_000), *CASES,
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *map(str, files)], check=True, capture_output=True, text=True
    )
    found, peak_kib = json.loads(done.stdout.splitlines()[-1])
    assert not any(found)
    assert peak_kib < 512 * 1024
