import random
from collections.abc import Callable
from itertools import combinations, product

import numpy as np
import pytest

from generation.engines.diffusers.shapes.captions import caption
from generation.engines.diffusers.shapes.draw import FRAMES, LANDSCAPE, PORTRAIT, draw
from generation.engines.diffusers.shapes.measuring.held_out import (
    Question,
    bare,
    questions,
    sentences,
    unseen,
)
from generation.engines.diffusers.shapes.words import COLOURS, MOTIONS, PLACES, SHAPES
from generation.engines.diffusers.shapes.world import Scene, held_out, scenes, taught


def test_what_is_held_out_is_never_taught() -> None:
    assert len(held_out()) == 40
    assert len(taught()) == 560
    assert not held_out() & set(taught())
    assert held_out() | set(taught()) == set(scenes())


def test_any_two_parts_of_a_held_out_scene_were_taught_together() -> None:
    """New is only how they are put together, or no score could be asked of the model."""
    parts = ("colour", "shape", "place", "motion")
    for one, other in combinations(parts, 2):
        known = {(getattr(scene, one), getattr(scene, other)) for scene in taught()}
        assert known == {(getattr(s, one), getattr(s, other)) for s in scenes()}


@pytest.mark.parametrize(
    ("asks", "scenes", "count"), [(questions, set(taught()), 200), (unseen, set(held_out()), 40)]
)
def test_each_question_is_of_another_scene(
    asks: Callable[[], list[Question]], scenes: set[Scene], count: int
) -> None:
    asked = asks()
    assert len({question.scene for question in asked}) == count
    assert {question.scene for question in asked} <= scenes
    assert asked == asks()
    assert {question.size for question in asked} == {LANDSCAPE, PORTRAIT}


def test_no_two_questions_are_told_apart_by_capitals_or_a_full_stop_alone() -> None:
    assert len(sentences()) == 200
    assert sentences() == {bare(sentence.upper() + ".") for sentence in sentences()}


def test_a_whole_caption_names_all_four() -> None:
    rng = random.Random(1)
    for scene in scenes():
        said = caption(scene, rng, whole=True).lower()
        assert scene.colour in said
        assert any(word in said for word in SHAPES[scene.shape])
        assert any(phrase in said for phrase in PLACES[scene.place])
        assert any(phrase in said for pair in MOTIONS[scene.motion] for phrase in pair)


def test_a_clip_played_backwards_shows_the_reversed_scene() -> None:
    scene = Scene("red", "ball", "sea", "left")
    assert scene.reversed().motion == "right"
    assert {scene.reversed().reversed() for scene in scenes()} == set(scenes())


@pytest.mark.parametrize(("shape", "size"), list(product(SHAPES, (LANDSCAPE, PORTRAIT))))
def test_a_thing_stays_whole_within_its_picture(shape: str, size: tuple[int, int]) -> None:
    for number, motion in enumerate(MOTIONS):
        clip = draw(Scene("red", shape, "snow", motion), size, np.random.default_rng(number))
        assert clip.frames.shape == (FRAMES, *size, 3)
        assert 0 <= clip.frames.min() <= clip.frames.max() <= 1
        edges = clip.mask[:, [0, -1]].max(), clip.mask[:, :, [0, -1]].max()
        assert max(edges) == 0


def test_colours_are_far_from_each_other() -> None:
    for one, other in combinations(COLOURS.values(), 2):
        assert np.abs(np.subtract(one, other)).max() > 80
