"""The visible mark: where it stands, what it says, and that nothing else about the film changes."""

import errno
import re
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import av
import numpy as np
import pytest
from django.conf import settings
from numpy.typing import NDArray

from lib.media.errors import MediaError
from lib.media.frames import frames_at, sampled_frames
from lib.media.probe import probe
from lib.media.writer import Mp4Writer
from provenance.errors import BurnCancelled
from provenance.watermark import burn, mark_for, neutral_token
from provenance.watermark.blend import blend
from provenance.watermark.patch import draw
from provenance.watermark.route import DWELL_S, STATIONS, position
from tests.provenance.films import cut_short, film

MARK = mark_for(handle="ada.lovelace", token="")
MIDDLES = tuple(DWELL_S * (number + 0.5) for number in range(3))
Box = tuple[int, int, int, int]


@pytest.fixture(scope="module")
def marked(master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("marked") / "marked.mp4"
    burn(master, into=path, mark=MARK)
    return path


def luma(path: Path, times: tuple[float, ...]) -> list[NDArray[np.float64]]:
    return [frame.image.mean(axis=2) for frame in frames_at(path, times)]


def boxes(master: Path, marked: Path, times: tuple[float, ...]) -> list[Box]:
    """Where the two films differ clearly: left, top, right, bottom."""
    found = []
    for before, after in zip(luma(master, times), luma(marked, times), strict=True):
        rows, columns = np.nonzero(np.abs(after - before) > 40)
        found.append((columns.min(), rows.min(), columns.max(), rows.max()))
    return found


def test_the_mark_moves_and_stays_inside(master: Path, marked: Path) -> None:
    found = boxes(master, marked, MIDDLES)
    assert len({(left // 20, top // 20) for left, top, *_ in found}) == 3
    for left, top, right, bottom in found:
        assert left > 2
        assert top > 2
        assert right < 317
        assert bottom < 565
        assert 60 < right - left < 150
        assert 15 < bottom - top < 60


def test_drawing_on_a_frame_changes_no_frame_after_it(tmp_path: Path) -> None:
    """A decoder predicts frames from those before: it must not find our mark on them."""
    master = panning(tmp_path / "master.mp4")
    patch = draw(MARK, width=240, height=160)
    with av.open(str(master)) as apart, av.open(str(master)) as at_once:
        copies = [frame.to_ndarray() for frame in apart.decode(video=0)]
        for copy, frame in zip(copies, at_once.decode(video=0), strict=True):
            place = position(frame.time, picture=(240, 160), patch=patch.size)
            alone = av.VideoFrame.from_ndarray(copy, format="yuv420p")
            blend(alone, patch, place)
            blend(frame, patch, place)
            assert (frame.to_ndarray() == alone.to_ndarray()).all()


def panning(path: Path) -> Path:
    """Each frame is nearly the one before, moved: the encoder predicts all it can."""
    noise = np.random.default_rng(1).integers(60, 200, (28, 38, 3), np.uint8).repeat(8, 0)
    scene = noise.repeat(8, 1)
    with Mp4Writer(path, width=240, height=160) as out:
        for n in range(48):
            out.write_frame(np.ascontiguousarray(scene[n : n + 160, n : n + 240]))
    return path


def test_no_crop_of_half_the_picture_is_rid_of_it(master: Path, marked: Path) -> None:
    centres = [((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for b in boxes(master, marked, MIDDLES)]
    assert min(x for x, _ in centres) < 160 < max(x for x, _ in centres)
    assert min(y for _, y in centres) < 284 < max(y for _, y in centres)


@pytest.mark.parametrize("start", [0.0, 0.6, 1.2, 2.9, 7.4])
def test_any_four_seconds_show_it_in_three_places(start: float) -> None:
    times = np.arange(start, start + 4.0, 1 / 24)
    seen = {position(float(t), picture=(720, 1280), patch=(300, 90)) for t in times}
    assert len(seen) >= 3
    assert len(set(STATIONS)) == len(STATIONS)


@pytest.mark.parametrize("picture", [(720, 1280), (1280, 720), (96, 64), (1080, 1080), (320, 568)])
def test_it_fits_every_picture_on_even_pixels(picture: tuple[int, int]) -> None:
    patch = draw(mark_for(handle="w" * 20, token=""), width=picture[0], height=picture[1])
    for number in range(len(STATIONS)):
        left, top = position(number * DWELL_S, picture=picture, patch=patch.size)
        assert left % 2 == top % 2 == patch.size[0] % 2 == patch.size[1] % 2 == 0
        assert min(left, top) >= 0
        assert left + patch.size[0] <= picture[0]
        assert top + patch.size[1] <= picture[1]


@pytest.mark.parametrize("line", ["Zoetrope · AI", "@gjpqy_.0", "@" + "w" * 20])
def test_no_letter_is_cut(line: str) -> None:
    """The weights at the rim of the patch leave the picture as it is."""
    patch = draw(mark_for(handle=line.lstrip("@"), token=""), width=720, height=1280)
    rim = np.concatenate([patch.keep[0], patch.keep[-1], patch.keep[:, 0], patch.keep[:, -1]])
    assert (rim == 256).all()
    assert patch.keep.min() < 40


@pytest.mark.parametrize("grey", [16, 126, 235])
def test_it_stands_out_on_dark_middle_and_bright(grey: int) -> None:
    patch = draw(MARK, width=720, height=1280)
    mixed = (grey * patch.keep + patch.add) >> 8
    assert mixed.max() <= 235
    assert mixed.max() - mixed.min() > 100 or abs(int(mixed.max()) - grey) > 100


def test_frames_times_and_duration_are_the_masters(master: Path, marked: Path) -> None:
    before, after = probe(master), probe(marked)
    same = ("duration", "width", "height", "fps", "frames", "audio_duration", "faststart")
    assert [getattr(before, n) for n in same] == [getattr(after, n) for n in same]
    assert after.faststart
    times = [[f.at_seconds for f in sampled_frames(p, per_second=24)] for p in (master, marked)]
    assert times[0] == times[1]


def test_the_sound_is_the_same_packets_at_the_same_times(master: Path, marked: Path) -> None:
    assert sound(master) == sound(marked)
    assert sound(master)


def sound(path: Path) -> list[tuple[int | None, int | None, int | None, bytes]]:
    with av.open(str(path)) as container:
        packets = container.demux(container.streams.audio[0])
        return [(p.pts, p.dts, p.duration, bytes(p)) for p in packets if p.size]


def test_a_key_frame_comes_every_second(marked: Path) -> None:
    with av.open(str(marked)) as container:
        frames = list(container.decode(video=0))
    assert [n for n, f in enumerate(frames) if f.key_frame][:2] == [0, 24]
    assert frames[0].colorspace == 1


def test_outside_the_mark_the_picture_is_the_masters(master: Path, marked: Path) -> None:
    for before, after, box in zip(
        luma(master, MIDDLES), luma(marked, MIDDLES), boxes(master, marked, MIDDLES), strict=True
    ):
        difference = np.abs(before - after)
        difference[box[1] - 4 : box[3] + 5, box[0] - 4 : box[2] + 5] = 0
        assert difference.mean() < 2


def test_a_film_without_sound_stays_without(tmp_path: Path) -> None:
    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24)
        stream.width = stream.height = 96
        stream.pix_fmt = "yuv420p"
        for number in range(24):
            frame = av.VideoFrame.from_ndarray(np.full((96, 96, 3), 9 * number, np.uint8))
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    burn(path, into=tmp_path / "marked.mp4", mark=MARK)
    assert probe(tmp_path / "marked.mp4").audio_codec is None
    assert probe(tmp_path / "marked.mp4").frames == 24


def test_progress_rises_to_one(small: Path, tmp_path: Path) -> None:
    told: list[float] = []
    burn(small, into=tmp_path / "out.mp4", mark=MARK, progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert len(told) == 3


def test_cancelling_leaves_nothing(small: Path, place: Path) -> None:
    with pytest.raises(BurnCancelled):
        burn(small, into=place / "out.mp4", mark=MARK, cancelled=lambda: True)
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (cut_short, "media_truncated"),
        (Path.unlink, "media_missing"),
        (lambda path: path.write_bytes(b""), "media_empty"),
        (lambda path: path.write_bytes(b"no film at all" * 99), "media_unreadable"),
    ],
)
def test_a_broken_master_is_a_media_error(small: Path, place: Path, harm, code: str) -> None:  # type: ignore[no-untyped-def]
    master = shutil.copyfile(small, place / "master.mp4")
    harm(master)
    with pytest.raises(MediaError) as fault:
        burn(master, into=place / "out.mp4", mark=MARK)
    assert fault.value.code == code
    assert {path.name for path in place.iterdir()} <= {"master.mp4"}


def test_a_master_that_ends_early_is_a_media_error(small: Path, place: Path) -> None:
    """The boxes are whole and promise 24 frames, but the later samples are zeros."""
    master = shutil.copyfile(small, place / "master.mp4")
    content = bytearray(master.read_bytes())
    start = content.index(b"mdat") + len(content) // 3
    content[start:] = bytes(len(content) - start)
    master.write_bytes(content)
    with pytest.raises(MediaError):
        burn(master, into=place / "out.mp4", mark=MARK)
    assert [path.name for path in place.iterdir()] == ["master.mp4"]


def test_a_disk_that_fills_up_at_the_end_leaves_nothing(
    small: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("provenance.watermark.burning.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        burn(small, into=place / "out.mp4", mark=MARK)
    assert list(place.iterdir()) == []


def test_a_folder_that_is_not_there_is_an_os_error(small: Path, place: Path) -> None:
    with pytest.raises(FileNotFoundError):
        burn(small, into=place / "missing" / "out.mp4", mark=MARK)


LIMITED = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure()
from provenance.watermark import burn, mark_for
try:
    burn(Path(sys.argv[1]), into=Path(sys.argv[2]), mark=mark_for(handle="me", token=""))
except OSError as error:
    print(type(error).__name__, error.errno)
"""


def test_a_write_that_the_system_refuses_half_way_is_an_os_error(master: Path, place: Path) -> None:
    """A limit on file sizes stands in for a full disk: the kernel's refusal is as real."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, str(master), str(place / "out.mp4")],
        capture_output=True, text=True, check=True, preexec_fn=limit,
    )  # fmt: skip
    assert ended.stdout.strip() in {f"OSError {errno.EFBIG}", f"OSError {errno.EIO}"}
    assert list(place.iterdir()) == []


def test_a_private_account_has_a_token_and_no_handle() -> None:
    token = neutral_token(UUID(int=7))
    assert mark_for(handle=None, token=token).text == f"Zoetrope · AI · {token}"
    assert mark_for(handle="ada", token=token).text == "Zoetrope · AI · @ada"


def test_a_token_is_the_films_own_and_needs_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [neutral_token(UUID(int=number)) for number in range(500)]
    assert len(set(tokens)) == 500
    assert all(re.fullmatch("[A-Z2-7]{8}", token) for token in tokens)
    assert neutral_token(UUID(int=3)) == tokens[3]
    monkeypatch.setattr(settings, "SECRET_KEY", "another")
    assert neutral_token(UUID(int=3)) != tokens[3]


@pytest.mark.slow
@pytest.mark.parametrize("handle", ["maker_2026.a", None])
def test_a_machine_reads_the_mark(tmp_path: Path, handle: str | None) -> None:
    from rapidocr import RapidOCR

    master = film(tmp_path / "master.mp4", width=720, height=1280, seconds=4.0)
    token = neutral_token(UUID(int=11))
    burn(master, into=tmp_path / "marked.mp4", mark=mark_for(handle=handle, token=token))
    reader, wanted = RapidOCR(), handle or token
    texts = [
        " ".join(getattr(reader(frame.image), "txts", None) or ()).replace(" ", "")
        for frame in sampled_frames(tmp_path / "marked.mp4", per_second=1)
    ]
    assert len(texts) == 4
    assert sum(wanted.lower() in text.lower() for text in texts) >= 2, texts
    assert sum("Zoetrope" in text for text in texts) >= 2, texts
    assert handle or not any("@" in text for text in texts)
