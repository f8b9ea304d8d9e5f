import random

import pytest

from generation.engines.diffusers.shapes.captions import caption
from generation.engines.diffusers.shapes.reading import understands
from generation.engines.diffusers.shapes.world import scenes


@pytest.mark.parametrize("prompt", [
    "a red ball bounces over green grass",
    "A blue star falls at night.",
    "in the desert, a green triangle moves from left to right",
    "there is a purple box rising over the sea",
    "A green ball on green grass",
    "  a yellow   pyramid\nslides left ",
])  # fmt: skip
def test_the_small_world_is_understood(prompt: str) -> None:
    assert understands(prompt)


def test_every_caption_that_is_asked_for_is_understood() -> None:
    rng = random.Random(3)
    assert [s for s in scenes() if not understands(caption(s, rng, whole=True))] == []


@pytest.mark.parametrize("prompt", [
    "",
    "a star",
    "a dog runs over green grass",
    "a red ball and a blue cube over grass",
    "a red ball that is blue",
    "a red ball bounces left",
    "a red ball over the sea in the desert",
    "no red ball bounces",
    "a red ball does not bounce",
    "three red balls bounce",
    "a red ball bounces, 2 times",
    'a red ball bounces over grass and says "hello"',
    "@mara throws a red ball over grass",
    "a naked red ball bounces",
    "ein roter Ball springt",
    "a réd ball bounces",
    "a red ball bounces " * 6,
])  # fmt: skip
def test_anything_beside_it_is_not(prompt: str) -> None:
    assert not understands(prompt)
