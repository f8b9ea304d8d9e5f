import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from lib.media.frames import frames_at, sampled_frames
from lib.media.sound import AUDIBLE_DBFS, SPEECH_RATE, audio_16k, rms_dbfs
from tests.media.clips import FPS, write_clip


def test_frames_are_those_of_their_times(clip: Path) -> None:
    frames = list(sampled_frames(clip, per_second=4))
    assert [frame.index for frame in frames] == list(range(8))
    for frame in frames:
        assert frame.at_seconds == pytest.approx(frame.index / 4, abs=1 / FPS)
        assert frame.image.dtype == np.uint8
        assert frame.image.shape == (64, 64, 3)
        assert frame.image.mean() == pytest.approx(2 * FPS * frame.at_seconds, abs=3)


def test_more_samples_than_frames_gives_every_frame_once(clip: Path) -> None:
    times = [frame.at_seconds for frame in sampled_frames(clip, per_second=1000)]
    assert len(times) == 48
    assert len(set(times)) == 48


def test_frames_are_shrunk_to_the_wanted_side_and_never_grown(clip: Path) -> None:
    small = next(sampled_frames(clip, per_second=1, max_side=32)).image
    large = next(sampled_frames(clip, per_second=1, max_side=500)).image
    assert small.shape == (32, 32, 3)
    assert large.shape == (64, 64, 3)


def test_a_sampling_rate_of_nothing_is_refused(clip: Path) -> None:
    with pytest.raises(ValueError, match="above zero"):
        next(sampled_frames(clip, per_second=0))


def test_the_frame_at_a_time_is_the_one_shown_then(clip: Path) -> None:
    seen = [frame.at_seconds for frame in frames_at(clip, (0.0, 0.51, 1.99, 9.0))]
    assert seen == pytest.approx([0.0, 12 / FPS, 47 / FPS, 47 / FPS], abs=1e-3)


def test_sound_comes_as_blocks_of_16_khz(clip: Path) -> None:
    blocks = list(audio_16k(clip))
    assert {block.dtype.name for block in blocks} == {"int16"}
    assert max(block.size for block in blocks) < SPEECH_RATE // 4
    assert sum(block.size for block in blocks) == pytest.approx(2 * SPEECH_RATE, abs=1024 / 3)


def test_a_tone_is_audible_and_silence_is_not(clip: Path, tmp_path: Path) -> None:
    assert rms_dbfs(clip) == pytest.approx(20 * math.log10(0.25 / math.sqrt(2)), abs=0.5)
    assert rms_dbfs(write_clip(tmp_path / "silent.mp4", seconds=1.0)) < AUDIBLE_DBFS


# Its own process, because a process's peak never falls; VmHWM is the kernel's own figure.
PEAK_PROGRAM = """
import sys
from pathlib import Path
from lib.media.frames import sampled_frames
from lib.media.sound import audio_16k
path = Path(sys.argv[1])
seen = sum(1 for _ in sampled_frames(path, per_second=24)) + sum(1 for _ in audio_16k(path))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seen, peak.split()[1])
"""


def _peak_kib(path: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", PEAK_PROGRAM, str(path)], check=True, capture_output=True, text=True
    )
    return int(done.stdout.split()[1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_reading_three_times_the_film_takes_no_more_memory(tmp_path: Path) -> None:
    """At 256 x 256 a film of 12 s is 38 MB larger than one of 4 s, once decoded."""
    short = write_clip(tmp_path / "short.mp4", seconds=4, side=256, sound=4)
    long = write_clip(tmp_path / "long.mp4", seconds=12, side=256, sound=12)
    assert _peak_kib(long) - _peak_kib(short) < 12 * 1024
