"""Every place, hour and weather is drawn; the same moment looks the same twice."""

import numpy as np
import pytest

from generation.engines.sketch.parse import parse
from generation.engines.sketch.play.picture import Picture
from generation.engines.sketch.words.places import Hour, Place, Weather

SIDES = ((180, 320), (320, 180))


def picture(prompt: str, *, sides: tuple[int, int] = (320, 180), seed: int = 3) -> Picture:
    width, height = sides
    return Picture(
        parse(prompt), text=prompt, width=width, height=height, seconds=4, seed=seed
    )  # fmt: skip


@pytest.mark.parametrize("sides", SIDES)
@pytest.mark.parametrize("hour", Hour)
@pytest.mark.parametrize("place", Place)
def test_every_place_moves_at_every_hour(place: Place, hour: Hour, sides: tuple[int, int]) -> None:
    prompt = f"{place.value} at {hour.value}"
    drawn = picture(prompt, sides=sides)
    first, later = drawn.at(0.5).copy(), drawn.at(2.5).copy()
    assert first.shape == (sides[1], sides[0], 3)
    assert first.std() > 8
    assert (first != later).any(axis=2).mean() > 0.003


@pytest.mark.parametrize("place", Place)
def test_the_same_moment_looks_the_same_whenever_it_is_drawn(place: Place) -> None:
    prompt = f"a cat and three stars, {place.value}"
    there, back = picture(prompt), picture(prompt)
    wanted = there.at(1.0).copy()
    for at in (3.5, 0.0, 1.0):
        seen = back.at(at)
    assert (seen == wanted).all()


def test_another_seed_is_another_scene() -> None:
    assert (picture("a tree", seed=1).at(1.0) != picture("a tree", seed=2).at(1.0)).mean() > 0.05


def test_a_remix_of_the_same_seed_changes_no_more_than_its_words_say() -> None:
    """Clouds and hills and where the thing goes stay: the colours of one thing change."""
    there, then = (picture(f"a red ball on a beach{more}") for more in ("", "\nmake it blue"))
    changed = (there.at(1.0) != then.at(1.0)).any(axis=2)
    assert 0.001 < changed[: len(changed) * 3 // 4].mean() < 0.06, "the caption is below"


@pytest.mark.parametrize("weather", ["snowing", "raining"])
def test_weather_is_seen(weather: str) -> None:
    assert parse(weather).weather is not Weather.CLEAR
    dry, wet = picture("a house"), picture(f"a house, {weather}")
    assert (dry.at(1.0) != wet.at(1.0)).any(axis=2).mean() > 0.02


@pytest.mark.parametrize(
    "prompt",
    ["\U0001f388\U0001f680", "\u05e9\u05dc\u05d5\u05dd", "", "x" * 10_000, "tree " * 2_000],
)
def test_whatever_is_asked_there_is_something_to_see(prompt: str) -> None:
    drawn = picture(prompt)
    assert drawn.at(1.0).std() > 8


def test_prompts_that_name_nothing_still_differ() -> None:
    first, second = picture("\U0001f388"), picture("\U0001f680")
    assert (first.at(1.0) != second.at(1.0)).mean() > 0.05


def test_twelve_things_leave_the_frame_a_frame() -> None:
    drawn = picture("nine huge castles and nine giant rockets")
    for at in np.linspace(0, 4, 9).tolist():
        assert drawn.at(at).dtype == np.uint8
