import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from generation.engines.sketch.words.places import Hour, Place, Weather
from lib.media.errors import MediaError
from lib.media.track import SAMPLE_RATE
from moderation.detectors.base import Line
from moderation.listening import acoustics, build, listener, scripts
from tests.media.clips import write_clip
from tests.moderation.listening.films import Sound, film, says, sound_of, source

HONEST = '"where is my little red balloon"'
OTHER = '"I will find you and kill you"'
NEAR = 0.3


@pytest.mark.parametrize("place", [Place.ROOM, Place.SEA])
def test_what_the_script_says_is_believed_where_it_is_heard(place: Place, tmp_path: Path) -> None:
    speeches = says(HONEST)
    path = film(tmp_path / "film.mp4", sound_of(*speeches, place=place))
    heard = build().listen(path, source(speeches))
    assert heard.complete
    assert heard.unexplained == ()
    line = speeches[0].line
    assert heard.texts == ((line.text, line.start_s, line.end_s),)
    assert heard.detector == "listening"
    assert heard.version.startswith("5.")


def test_rain_behind_a_line_that_ends_shortly_before_the_film_does_not_hold_it(
    tmp_path: Path,
) -> None:
    speeches = says('"two small birds are singing in the tall green tree"')
    sound = sound_of(*speeches, place=Place.ABSTRACT, weather=Weather.RAIN, seed=123_646)
    assert build().listen(film(tmp_path / "film.mp4", sound), source(speeches)).complete


@pytest.mark.slow
@pytest.mark.parametrize("place", sorted(Place)[::3])
def test_a_place_by_itself_says_nothing(place: Place, tmp_path: Path) -> None:
    sound = sound_of(place=place, hour=Hour.NIGHT, weather=Weather.RAIN, seed=11)
    heard = build().listen(film(tmp_path / "film.mp4", sound), source())
    assert heard.complete
    assert heard.texts == ()


@pytest.mark.slow
def test_speech_that_no_script_tells_of_is_found_with_its_time(tmp_path: Path) -> None:
    speeches = says(HONEST, at=1.2)
    path = film(tmp_path / "film.mp4", sound_of(*speeches, place=Place.BEACH))
    heard = build().listen(path, source())
    assert not heard.complete
    ((start, end),) = heard.unexplained
    assert start == pytest.approx(speeches[0].line.start_s, abs=NEAR)
    assert end == pytest.approx(speeches[0].line.end_s, abs=NEAR)


@pytest.mark.slow
def test_an_inexact_script_is_read_and_not_believed(tmp_path: Path) -> None:
    speeches = says(HONEST)
    path = film(tmp_path / "film.mp4", sound_of(*speeches))
    heard = build().listen(path, source(speeches, exact=False))
    assert not heard.complete
    assert speeches[0].line.text in [text for text, _, _ in heard.texts]
    ((start, end),) = heard.unexplained
    assert start == 0.0
    assert end == pytest.approx(4.0, abs=0.1)


def tone(*, loudness: float = 0.2) -> Sound:
    """Two seconds of a hum: no speech, whoever listens."""
    moments = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    wave = (loudness * np.sin(2 * np.pi * 220 * moments)).astype(np.float32)
    return np.stack([wave, wave])


@pytest.mark.parametrize("loudness", [0.2, 0.001])
def test_without_an_exact_script_any_sound_is_unexplained_whatever_finds_speech(
    loudness: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law 1: that no speech was found there is no proof that none is."""
    monkeypatch.setattr(listener, "stretches", lambda samples: ())
    path = film(tmp_path / "film.mp4", tone(loudness=loudness))
    heard = build().listen(path, source(exact=False))
    ((start, end),) = heard.unexplained
    assert (heard.complete, start) == (False, 0.0)
    assert end == pytest.approx(2.0, abs=0.1)
    assert build().listen(path, source()).complete


def test_without_an_exact_script_sound_that_the_two_sides_cancel_out_is_unexplained(
    tmp_path: Path,
) -> None:
    left, _ = tone()
    path = film(tmp_path / "film.mp4", np.stack([left, -left]))
    assert not build().listen(path, source(exact=False)).complete


@pytest.mark.slow
def test_without_an_exact_script_a_place_by_itself_is_unexplained(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", sound_of(place=Place.SEA))
    assert not build().listen(path, source(exact=False)).complete


@pytest.mark.slow
@pytest.mark.parametrize(("line_at", "other_at"), [(4.5, 0.8), (0.4, 4.5)])
def test_speech_before_or_after_the_line_is_found(
    line_at: float, other_at: float, tmp_path: Path
) -> None:
    line, other = says(HONEST, at=line_at), says(OTHER, at=other_at)
    path = film(tmp_path / "film.mp4", sound_of(*line, *other, seconds=8))
    heard = build().listen(path, source(line))
    ((start, end),) = heard.unexplained
    assert start == pytest.approx(other_at, abs=NEAR)
    assert end == pytest.approx(other[0].line.end_s, abs=NEAR)
    assert not heard.complete


def test_other_words_at_the_times_of_the_line_are_found(tmp_path: Path) -> None:
    said = says(OTHER)
    line = said[0].line
    pretended = [replace(said[0], line=replace(line, text="where is my little red balloon"))]
    heard = build().listen(film(tmp_path / "film.mp4", sound_of(*said)), source(pretended))
    assert not heard.complete
    assert heard.unexplained == ((line.start_s, line.end_s),)


@pytest.mark.slow
def test_a_line_longer_than_its_words_can_be_is_not_believed(tmp_path: Path) -> None:
    said = says('"where is my little red balloon I will find you and kill you"', seconds=8)
    pretended = [replace(said[0], line=replace(said[0].line, text="where is my"))]
    heard = build().listen(
        film(tmp_path / "film.mp4", sound_of(*said, seconds=8)), source(pretended)
    )
    assert not heard.complete


@pytest.mark.slow
def test_a_line_of_another_language_is_found_and_not_believed(tmp_path: Path) -> None:
    said = says('in French "bonjour mes amis"')
    heard = build().listen(film(tmp_path / "film.mp4", sound_of(*said)), source(said))
    assert not heard.complete


@pytest.mark.slow
def test_a_script_without_times_explains_nothing(tmp_path: Path) -> None:
    said = says(HONEST)
    nowhere = Line(said[0].line.text, float("nan"), 3.0, "en")
    path = film(tmp_path / "film.mp4", sound_of(*said))
    assert not build().listen(path, replace(source(said), script=(nowhere,))).complete


@pytest.mark.slow
@pytest.mark.parametrize("loudness", [0.1, 0.4, 1.5])
def test_loudness_changes_nothing(loudness: float, tmp_path: Path) -> None:
    said = says(HONEST)
    path = film(tmp_path / "film.mp4", np.clip(sound_of(*said) * np.float32(loudness), -1, 1))
    assert build().listen(path, source(said)).complete
    assert not build().listen(path, source()).complete


@pytest.mark.slow
def test_speech_under_loud_waves_is_still_found(tmp_path: Path) -> None:
    waves = sound_of(place=Place.SEA)
    said = sound_of(*says(HONEST)) * np.float32(0.5)
    heard = build().listen(film(tmp_path / "film.mp4", waves * 2 + said), source())
    assert not heard.complete


def test_speech_in_opposite_phase_is_found_though_it_cancels_out(tmp_path: Path) -> None:
    said = sound_of(*says(HONEST))
    opposite = np.stack([said.mean(0), -said.mean(0)]).astype(np.float32)
    assert not build().listen(film(tmp_path / "film.mp4", opposite), source()).complete


def test_silence_and_no_sound_at_all_are_complete(tmp_path: Path) -> None:
    silent = film(tmp_path / "silent.mp4", np.zeros((2, 2 * SAMPLE_RATE), np.float32))
    mute = write_clip(tmp_path / "mute.mp4")
    for path, exact in product((silent, mute), (True, False)):
        heard = build().listen(path, source(exact=exact))
        assert (heard.complete, heard.texts, heard.unexplained) == (True, (), ())


def test_a_broken_file_raises(tmp_path: Path) -> None:
    whole = film(tmp_path / "film.mp4", sound_of(*says(HONEST)))
    whole.write_bytes(whole.read_bytes()[:3000])
    with pytest.raises(MediaError):
        build().listen(whole, source())


@pytest.mark.parametrize("broken", ["Acoustics", "confirmed"])
def test_a_recognizer_that_fails_confirms_nothing(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise acoustics.RecognizerFailed("gone")

    said = says(HONEST)
    path = film(tmp_path / "film.mp4", sound_of(*said))
    monkeypatch.setattr(scripts, broken, fails)
    monkeypatch.setattr(scripts, "guessed_words", fails)
    heard = build().listen(path, source(said))
    assert not heard.complete
    assert heard.unexplained == ((said[0].line.start_s, said[0].line.end_s),)


@pytest.mark.slow
def test_listening_twice_hears_the_same(tmp_path: Path) -> None:
    said = says(HONEST)
    path = film(tmp_path / "film.mp4", sound_of(*said, *says(OTHER, seconds=8, at=4.0), seconds=8))
    assert build().listen(path, source(said)) == build().listen(path, source(said))


def test_importing_the_listener_loads_nothing_heavy() -> None:
    program = (
        "import sys, moderation.listening, moderation.listening.listener;"
        "print([name for name in ('numpy', 'av', 'pocketsphinx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert done.stdout.decode().strip() == "[]"
