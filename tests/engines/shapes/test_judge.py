"""The check that the model is measured by has to be right before it may say who is wrong."""

import random
from dataclasses import astuple

import numpy as np
import pytest

from generation.engines.diffusers.shapes.draw import LANDSCAPE, PORTRAIT, draw
from generation.engines.diffusers.shapes.judge import Verdict, judge
from generation.engines.diffusers.shapes.measuring.shares import wilson
from generation.engines.diffusers.shapes.world import scenes

SAMPLE = random.Random(11).sample(sorted(scenes()), 12)


def test_it_is_right_about_clips_that_the_renderer_drew() -> None:
    rng = np.random.default_rng(4)
    for number, scene in enumerate(SAMPLE):
        clip = draw(scene, (LANDSCAPE, PORTRAIT)[number % 2], rng)
        assert judge(clip.frames) == Verdict(*astuple(scene))


def test_it_sees_a_wrong_motion_in_a_clip_played_backwards() -> None:
    scene = next(scene for scene in SAMPLE if scene.motion != "bounce")
    clip = draw(scene, LANDSCAPE, np.random.default_rng(4))
    right = judge(clip.frames[::-1]).right(scene)
    assert right == {"colour": True, "shape": True, "place": True, "motion": False}


@pytest.mark.parametrize("change", ["no thing", "still", "noise", "grey"])
def test_it_says_none_where_there_is_nothing_to_see(change: str) -> None:
    scene = next(scene for scene in SAMPLE if scene.motion == "bounce")
    rng = np.random.default_rng(4)
    clip = draw(scene, LANDSCAPE, rng)
    frames = {
        "no thing": np.where(clip.mask > 0, clip.frames[:, :1, :1], clip.frames),
        "still": np.repeat(clip.frames[:1], len(clip.frames), axis=0),
        "noise": rng.random(clip.frames.shape, dtype=np.float32),
        "grey": np.full_like(clip.frames, 0.5),
    }[change]
    assert judge(frames).motion is None
    if change != "still":
        assert judge(frames).shape is None


def test_the_interval_is_the_one_of_wilson() -> None:
    low, high = wilson(90, 100)
    assert (round(low, 4), round(high, 4)) == (0.8256, 0.9448)
    assert wilson(10, 10)[1] == pytest.approx(1)
