import struct
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from lib.media.boxes import is_faststart, top_level_boxes
from lib.media.errors import MediaError, MediaFault
from lib.media.frames import sampled_frames
from lib.media.probe import probe
from lib.media.sound import audio_16k
from lib.media.stills import poster


def _sound_only(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=48_000, layout="stereo")
        frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
        frame.sample_rate = 48_000
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _spoil(path: Path, whole: bytes, how: str) -> None:
    match how:
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(whole[: len(whole) * 2 // 3])
        case "cut in its index":
            path.write_bytes(whole[:200])
        case "garbage":
            path.write_bytes(bytes(range(256)) * 40)
        case "text":
            path.write_text("this is no film\n" * 50)
        case "index of nonsense":
            path.write_bytes(whole[:60] + b"\xff" * 1000 + whole[1060:])
        case "sound only":
            _sound_only(path)


FAULTS = {
    "missing": MediaFault.MISSING,
    "empty": MediaFault.EMPTY,
    "cut": MediaFault.TRUNCATED,
    "cut in its index": MediaFault.TRUNCATED,
    "garbage": MediaFault.UNREADABLE,
    "text": MediaFault.UNREADABLE,
    "sound only": MediaFault.NO_VIDEO,
}
READERS: dict[str, Callable[[Path], object]] = {
    "probe": probe,
    "frames": lambda path: list(sampled_frames(path, per_second=2)),
    "poster": lambda path: poster(path, into=path.with_suffix(".webp")),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("how", FAULTS)
def test_a_broken_film_is_refused_by_a_stable_code(
    tmp_path: Path, clip: Path, how: str, reader: str
) -> None:
    path = tmp_path / "film.mp4"
    _spoil(path, clip.read_bytes(), how)
    with pytest.raises(MediaError) as refused:
        READERS[reader](path)
    assert refused.value.code is FAULTS[how]
    assert str(path) not in str(refused.value)


def test_nonsense_in_the_index_is_some_fault_and_never_a_crash(tmp_path: Path, clip: Path) -> None:
    path = tmp_path / "film.mp4"
    _spoil(path, clip.read_bytes(), "index of nonsense")
    with pytest.raises(MediaError):
        list(sampled_frames(path, per_second=2))


def test_a_film_without_sound_has_no_sound_to_read(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=24)
        stream.width = stream.height = 64
        container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode(None))
    with pytest.raises(MediaError) as refused:
        list(audio_16k(path))
    assert refused.value.code is MediaFault.NO_AUDIO
    assert probe(path).audio_codec is None


@pytest.mark.parametrize(
    ("limits", "fault"),
    [({"max_side": 63}, MediaFault.TOO_LARGE), ({"max_seconds": 1.9}, MediaFault.TOO_LONG)],
)
def test_a_film_over_the_limits_is_refused(
    clip: Path, limits: dict[str, int], fault: MediaFault
) -> None:
    with pytest.raises(MediaError) as refused:
        probe(clip, **limits)
    assert refused.value.code is fault


def test_a_film_at_the_limits_passes(clip: Path) -> None:
    assert probe(clip, max_side=64, max_seconds=2.0).size == clip.stat().st_size


def test_an_index_at_the_end_is_no_faststart(tmp_path: Path, clip: Path) -> None:
    whole = clip.read_bytes()
    boxes = {box.kind: whole[box.offset : box.offset + box.size] for box in top_level_boxes(clip)}
    late = tmp_path / "late.mp4"
    late.write_bytes(boxes["ftyp"] + boxes["mdat"] + boxes["moov"])
    assert is_faststart(clip)
    assert not is_faststart(late)


def test_long_and_open_ended_boxes_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "boxes.mp4"
    path.write_bytes(
        struct.pack(">I4s", 8, b"ftyp")
        + struct.pack(">I4sQ", 1, b"free", 24) + bytes(8)
        + struct.pack(">I4s", 0, b"mdat") + bytes(100)
    )  # fmt: skip
    seen = [(box.kind, box.offset, box.size, box.complete) for box in top_level_boxes(path)]
    assert seen == [("ftyp", 0, 8, True), ("free", 8, 24, True), ("mdat", 32, 108, True)]
