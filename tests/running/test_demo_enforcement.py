"""The act about reports and decisions holds as it is, and does not where a step is sabotaged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.demo.act_enforcement import STEPS, installed
from config.demo.story import play
from config.demo.world import World
from tests.running.staging import staged
from tests.running.test_demo import Story
from tests.running.test_demo_whole import demo


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A stack of its own, behind a proxy."""
    with staged("test-enforcement", installed, tmp_path_factory.mktemp("output")) as world:
        yield world


@pytest.mark.act
def test_every_step_of_the_act_holds() -> None:
    status, steps = demo("--act", "enforcement")
    assert [step["id"] for step in steps if not step["held"]] == []
    assert status == 0


# Each step has a post of its own, so none stands on another.
STORIES = [Story(" ".join(step.id for step in STEPS))]


def test_every_step_is_broken_by_some_story() -> None:
    broken = [step for story in STORIES for step in story.broken.split()]
    assert sorted(broken) == sorted(step.id for step in STEPS)


@pytest.mark.act
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.broken.split()[0])
def test_a_sabotaged_step_is_not_held(story: Story, desk: World, tmp_path: Path) -> None:
    """On one running stack, with new people each time."""
    broken = frozenset(story.broken.split())
    steps = [step for step in STEPS if step.id in broken]
    world = replace(desk, output=tmp_path, people={}, facts={})
    report = play(steps, world, broken=broken)
    assert [step["id"] for step in report if step["held"]] == []
    assert [step["seen"] for step in report if "error" in step["seen"]] == []
