import random
from pathlib import Path

import pytest

from generation.engines.base import EngineError, RenderRequest, Size
from generation.engines.diffusers.shapes.captions import caption
from generation.engines.diffusers.shapes.reading import understands
from generation.engines.diffusers.shapes.retelling import retold
from generation.engines.diffusers.shapes.world import scenes
from generation.engines.registry import get_engine


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


SAID = "a red ball bounces over green grass"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("at night", "a red ball bounces at night"),
        ("The ball is blue.", "a blue ball bounces over green grass"),
        ("make it orange", "an orange ball bounces over green grass"),
        ("make the red ball blue", "a blue ball bounces over green grass"),
        ("make the ball a cube", "a red cube bounces over green grass"),
        ("a blue star rises at night", "a blue star rises at night"),
        ("make it fall", "a red ball falls over green grass"),
        ("Now it moves to the left.", "a red ball moves to the left over green grass"),
        ("put it by the sea at night", None),
        ("make the ball blue\nat night", "a blue ball bounces at night"),
        ("a dog", None),
        ("it is not blue", None),
        ("make it blue and green", None),
        ("make it", None),
        ('she says "blue"', None),
    ],
)
def test_what_a_remix_changes_is_told_as_one_sentence(change: str, told: str | None) -> None:
    assert retold(f"{SAID}\n{change}") == told


def test_one_sentence_stays_as_it_was_written() -> None:
    for said in (SAID, "A blue star falls at night.", "a yellow pyramid\nslides left"):
        assert retold(said) == said


def test_it_is_told_to_the_model_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    plan_of = "generation.engines.diffusers.engine.plan_of"
    monkeypatch.setattr(plan_of, lambda request, _: told.append(request.prompt))
    for prompt in (f"{SAID}\nmake it blue", f"{SAID}\na dog", SAID):
        request = RenderRequest(prompt, Size.PORTRAIT, 4, 7)
        with pytest.raises(EngineError):
            get_engine("shapes").render(
                request, into=tmp_path / "a.mp4", progress=lambda _: None, cancelled=lambda: False
            )
    assert told == ["a blue ball bounces over green grass", f"{SAID}\na dog", SAID]


def test_no_order_of_changes_is_told_in_words_that_were_not_taught() -> None:
    rng = random.Random(4)
    some = [caption(scene, rng, whole=True) for scene in rng.sample(list(scenes()), 60)]
    for first, *changes in zip(some, some[1:], some[2:], strict=False):
        told = retold("\n".join([first, *changes]))
        assert told is not None
        assert understands(told), told
