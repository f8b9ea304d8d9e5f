"""The act about people and parents holds as it is, and does not where a step is sabotaged."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.demo.act_people import STEPS, installed
from config.demo.story import play
from config.demo.world import World
from tests.running.staging import staged
from tests.running.test_demo import Story
from tests.running.test_demo_whole import demo


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A stack of its own: behind a proxy, with a store, and staff who need a second factor."""
    with staged("test-people", installed, tmp_path_factory.mktemp("output")) as world:
        yield world


@pytest.mark.act
def test_every_step_of_the_act_holds() -> None:
    status, steps = demo("--act", "people")
    assert [step["id"] for step in steps if not step["held"]] == []
    assert status == 0


# No step of a story stands on another that it breaks. Together they break every one.
JOINED = "teen_joins"
STORIES = [
    Story("teen_joins staff_second_factor age_appeal invite_race export_opened"),
    Story(
        "private_account code_guessed decisions_announced quiet_hours creation_off daily_minutes"
        " feed_following teen_cannot_undo guardian_reads_numbers stricter_wins",
        JOINED,
    ),
    Story("leaving_closes deletion_leaves_nothing"),
    Story("guardian_linked", JOINED),
    Story("export_ends"),
    Story("not_safe under_13_frozen store_consent reconsent push_held", JOINED),
    Story("safety_case proof_of_age", f"{JOINED} not_safe"),
]


def test_every_step_is_broken_by_some_story() -> None:
    broken = [step for story in STORIES for step in story.broken.split()]
    assert sorted(broken) == sorted(step.id for step in STEPS)


@pytest.mark.act
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.broken.split()[0])
def test_a_sabotaged_step_is_not_held(story: Story, people: World, tmp_path: Path) -> None:
    """On one running stack, with new people each time."""
    broken, whole = story.broken.split(), story.whole.split()
    steps = [step for step in STEPS if step.id in {*broken, *whole}]
    facts = {name: people.facts[name] for name in ("apple", "push_service")}
    world = replace(people, output=tmp_path, people={}, facts=facts)
    report = play(steps, world, broken=frozenset(broken))
    held = {step["id"]: step["held"] for step in report}
    assert {step: held[step] for step in broken} == dict.fromkeys(broken, False)
    assert {step: held[step] for step in whole} == dict.fromkeys(whole, True)
