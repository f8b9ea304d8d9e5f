"""The act about engines holds as it is, and does not where a step is sabotaged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.demo.act_engines import STEPS, installed
from config.demo.story import play
from config.demo.world import World
from tests.running.staging import staged
from tests.running.test_demo import Story
from tests.running.test_demo_whole import OUTPUT, demo

BROUGHT = ("farm", "store", "classifier")
FILES = {"films", "contact-sheet.png", "report.json"}
FILMS = {
    *("wan-noise", "killed-once", "source-1", "source-2", "remix", "extend", "fill", "blend"),
    *("recut", "loop", "storyboard", "variation-1", "variation-2", "variation-3", "variation-4"),
    *("kept-in-s3", "remote", "remote-likeness", "small-model", "begun-with-a-picture"),
}


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A stack of its own: with a bucket, a vendor and models from folders."""
    with staged("test-engines", installed, tmp_path_factory.mktemp("output")) as world:
        yield world


@pytest.mark.act
def test_every_step_of_the_act_holds() -> None:
    status, steps = demo("--act", "engines")
    assert [step["id"] for step in steps if not step["held"]] == []
    assert status == 0
    assert {path.name for path in OUTPUT.iterdir()} == FILES
    assert {path.stem for path in (OUTPUT / "films").iterdir()} == FILMS


# No step of a story stands on another. Together they break every one.
STORIES = [
    Story("models tool_the_model_cannot worker_without_detectors draft_expiry"),
    Story("cancel_mid_denoise fair_turns kill_switch render_worker_killed"),
    Story("render_worker_killed_too_often small_model begins_with_a_picture pictures_refused"),
    Story("own_folder_model same_seed_same_film unsafe_half_made_film"),
    Story("tools_that_draw tools_that_cut storyboard four_variations"),
    Story("s3_storage remote_engine remote_likeness"),
]


def test_every_step_is_broken_by_some_story() -> None:
    broken = [step for story in STORIES for step in story.broken.split()]
    assert sorted(broken) == sorted(step.id for step in STEPS)


@pytest.mark.act
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.broken.split()[0])
def test_a_sabotaged_step_is_not_held(story: Story, engines: World, tmp_path: Path) -> None:
    """On one running stack, with new people each time."""
    broken = frozenset(story.broken.split())
    steps = [step for step in STEPS if step.id in broken]
    brought: dict[str, Any] = {name: engines.facts[name] for name in BROUGHT}
    world = replace(engines, output=tmp_path, people={}, facts=brought)
    held = {step["id"]: step["held"] for step in play(steps, world, broken=broken)}
    assert held == dict.fromkeys(broken, False)
