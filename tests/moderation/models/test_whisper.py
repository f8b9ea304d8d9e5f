"""Through the real loading code: a Whisper of random weights. Its words are noise, and no more is
tested than that noise is not believed."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from moderation.detectors.weights import Unusable
from moderation.inspection import inspect_film
from moderation.listening.whisper import WhisperListener, checked_folder
from moderation.listening.whisper.engine import loaded
from tests.moderation.frames.detectors import Probe
from tests.moderation.frames.films import UPLOADED
from tests.moderation.listening.films import film
from tests.moderation.models.whisper import whisper

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whisper(tmp_path_factory.mktemp("models") / "whisper")


@pytest.fixture(scope="module")
def loud(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wave = 0.3 * np.sin(np.arange(2 * 48_000) / 30).astype(np.float32)
    return film(tmp_path_factory.mktemp("films") / "loud.mp4", np.stack([wave, wave]))


def listening(folder: Path, *, vad: bool = False) -> WhisperListener:
    return WhisperListener(str(folder), "cpu", vad=vad, may_download=False)


def test_noise_has_words_with_times_and_completes_nothing(converted: Path, loud: Path) -> None:
    heard = listening(converted).listen(loud, UPLOADED)
    assert not heard.complete
    assert heard.texts
    assert heard.detector == "speech_recognition"
    assert all(0 <= start <= end <= 2.1 for _, start, end in heard.texts)


def test_the_same_sound_gives_the_same_words(converted: Path) -> None:
    engine = loaded(converted, "cpu", False)
    samples = (8_000 * np.sin(np.arange(16_000) / 20)).astype(np.int16)
    assert engine.hear(samples) == engine.hear(samples)


def test_with_voice_detection_a_hum_has_no_words(converted: Path, loud: Path) -> None:
    assert loaded(converted, "cpu", True).hear(np.zeros(16_000, np.int16)) == []


@pytest.mark.parametrize("name", ["model.bin", "tokenizer.json", "config.json"])
def test_a_folder_that_is_not_whole_is_refused_and_nothing_is_fetched(
    converted: Path, tmp_path: Path, name: str
) -> None:
    folder = Path(shutil.copytree(converted, tmp_path / "model"))
    (folder / name).unlink()
    with pytest.raises(Unusable, match=name):
        checked_folder(str(folder), may_download=False)


def test_damaged_weights_hear_nothing_and_the_film_is_looked_at(
    converted: Path, tmp_path: Path, loud: Path
) -> None:
    folder = Path(shutil.copytree(converted, tmp_path / "model"))
    whole = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(whole[: len(whole) // 2])
    found = inspect_film(loud, source=UPLOADED, detectors=[Probe()], listener=listening(folder))
    assert found.heard is None
    assert found.answers[0][1].coverage


def test_who_takes_too_long_has_heard_nothing(converted: Path, loud: Path) -> None:
    found = inspect_film(
        loud, source=UPLOADED, detectors=[], listener=listening(converted), seconds=0.001
    )
    assert found.heard is None
