"""Every place, hour and weather that the sketch engine knows, with and without speech."""

from itertools import product

import numpy as np
import pytest

from generation.engines.base import SpokenLine
from generation.engines.sketch.sound.speech import Speech
from generation.engines.sketch.words.places import Hour, Place, Weather
from lib.media.track import SAMPLE_RATE
from moderation.listening.spans import shared, without
from moderation.listening.speech import stretches
from tests.moderation.listening.films import Sound, says, sound_of

Scene = tuple[Place, Hour, Weather]
SCENES: list[Scene] = list(product(Place, (Hour.DAY, Hour.NIGHT), (Weather.CLEAR, Weather.RAIN)))


def at_16k(sound: Sound) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """A third of the samples, each the mean of three: good enough below 5 kHz."""
    thirds = sound.mean(0)[: sound.shape[1] // 3 * 3].reshape(-1, 3).mean(1)
    samples: np.ndarray[tuple[int], np.dtype[np.int16]] = (thirds * 32_767).astype(np.int16)
    assert sound.shape[1] // SAMPLE_RATE == samples.size // 16_000
    return samples


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_no_place_is_taken_for_speech_and_no_speech_for_a_place(seed: int) -> None:
    (speech,) = says('"yes of course"')
    taken: list[Scene] = []
    missed: list[Scene] = []
    for number, scene in enumerate(SCENES):

        def made(*speeches: Speech, scene: Scene = scene, number: int = number) -> Sound:
            return sound_of(
                *speeches,
                place=scene[0],
                hour=scene[1],
                weather=scene[2],
                seed=seed * 1000 + number,
            )

        if stretches(at_16k(made())):
            taken.append(scene)
        heard = stretches(at_16k(made(speech)))
        window = (speech.line.start_s, speech.line.end_s)
        if shared(heard, window) < 0.6 * (window[1] - window[0]):
            missed.append(scene)
    assert (taken, missed) == ([], [])


LISTENED_PAST_S = 0.2


def silent_line(start: float, end: float) -> Speech:
    """The ambience steps back for it, and nothing is said: what is found is the ambience."""
    return Speech(SpokenLine("", start, end, "en"), np.zeros(1, np.float32))


@pytest.mark.parametrize("place", [Place.CITY, Place.SEA])
@pytest.mark.parametrize("tenths", [4, 6, 8, 10, 16])
def test_rain_that_comes_back_after_a_line_is_not_taken_for_speech(
    tenths: int, place: Place
) -> None:
    """It swelled from the line's end to the film's, and was taken for a word."""
    line = (0.4, 4 - tenths / 10)
    sound = sound_of(silent_line(*line), place=place, weather=Weather.RAIN, seed=tenths)
    assert without(stretches(at_16k(sound)), [(0, line[1] + LISTENED_PAST_S)]) == ()


@pytest.mark.parametrize("tenths", [4, 7, 10, 25, 28])
def test_nor_is_rain_before_a_line_or_between_two(tenths: int) -> None:
    pause = tenths / 10
    lines = [(pause, pause + 1), (2 * pause + 1, 2 * pause + 2)]
    sound = sound_of(
        *(silent_line(*line) for line in lines),
        place=Place.CITY, weather=Weather.RAIN, seconds=12, seed=tenths,
    )  # fmt: skip
    covers = [(start - LISTENED_PAST_S, end + LISTENED_PAST_S) for start, end in lines]
    assert without(stretches(at_16k(sound)), covers) == ()
