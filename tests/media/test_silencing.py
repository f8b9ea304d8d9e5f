"""The pictures of a film as they are, and nothing else of it."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from lib.media.errors import MediaError, MediaFault
from lib.media.frames import FrameWish, sampled_frames, shared_frames
from lib.media.silencing import pictures_alone
from tests.media import bad
from tests.media.clips import FPS, write_clip

ALL = FrameWish(FPS)


def test_the_pictures_are_those_of_the_film(clip: Path) -> None:
    before = [(one.at_seconds, one.image) for one in sampled_frames(clip, per_second=FPS)]
    after = [(one.at_seconds, one.image) for _, one in shared_frames(pictures_alone(clip), (ALL,))]
    assert [at for at, _ in after] == pytest.approx([at for at, _ in before])
    assert all(
        np.array_equal(one, other) for (_, one), (_, other) in zip(before, after, strict=True)
    )


def test_no_sound_and_no_place_is_left(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "f.mp4", seconds=0.5, sound=0.5)
    placed = tmp_path / "placed.mp4"
    with av.open(str(path)) as film, av.open(str(placed), "w") as copy:
        copy.metadata["comment"] = "51.5007N 0.1246W"
        tracks = {
            one.index: copy.add_stream_from_template(one, opaque=True) for one in film.streams
        }
        for packet in film.demux():
            if packet.dts is not None:
                packet.stream = tracks[packet.stream.index]
                copy.mux(packet)
    assert b"51.5007N" in placed.read_bytes()
    silent = pictures_alone(placed)
    assert b"51.5007N" not in silent.getvalue()
    assert b"soun" not in silent.getvalue()
    with av.open(silent) as container:
        assert [stream.type for stream in container.streams] == ["video"]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_phone_that_was_turned_stays_turned(tmp_path: Path, degrees: int) -> None:
    path = bad.turned(tmp_path / "f.mp4", degrees)
    [before] = sampled_frames(path, per_second=1)
    [(_, after)] = shared_frames(pictures_alone(path), (FrameWish(1),))
    assert np.array_equal(before.image, after.image)


def test_codings_of_other_phones_are_kept(tmp_path: Path) -> None:
    frames = [np.full((64, 64, 3), 40 * number, np.uint8) for number in range(4)]
    path = bad.encoded(tmp_path / "f.webm", "libvpx-vp9", frames)
    assert len(list(shared_frames(pictures_alone(path), (ALL,)))) == 4


def test_what_holds_no_pictures_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1600), np.int16), "s16", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 16_000, 0, Fraction(1, 16_000)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(MediaError) as error:
        pictures_alone(path)
    assert error.value.code is MediaFault.NO_VIDEO
