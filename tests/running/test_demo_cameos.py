"""The act about likenesses holds as it is, and does not where a step is sabotaged."""

from pathlib import Path

import pytest

from config.demo.act_cameos import STEPS
from config.demo.act_cameos.cast import leave
from config.demo.story import play
from config.demo.world import World
from config.stack.stack import Stack
from tests.running.test_demo import Story
from tests.running.test_demo_whole import OUTPUT, demo

# Minutes of real recordings and films each: `make test-acts`.
pytestmark = pytest.mark.act
FILES = {"films", "receipts", "contact-sheet.png", "ledger.json", "report.json"}
LENT = "enrol photo_attack_not_usable_by_others friend_allowed"


def test_every_step_of_the_act_holds() -> None:
    status, steps = demo("--act", "cameos")
    assert [step["id"] for step in steps if not step["held"]] == []
    assert status == 0
    assert {path.name for path in OUTPUT.iterdir()} == FILES


# No step of a story stands on another that it breaks. Together they break every one.
STORIES = [
    Story("notice_first enrol"),
    Story(
        "wrong_digits_refused photo_attack_not_usable_by_others duplicate_holds_newcomer_only"
        " friend_allowed",
        "enrol",
    ),
    Story(
        "stranger_not_available restriction_not_for_this_prompt look_alike_blocked_in_output pause",
        LENT,
    ),
    Story("revoke_hides_now ledger_verifies", LENT),
]


def test_every_step_is_broken_by_some_story() -> None:
    broken = [step for story in STORIES for step in story.broken.split()]
    assert sorted(broken) == sorted(step.id for step in STEPS)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.broken.split()[0])
def test_a_sabotaged_step_is_not_held(story: Story, stack: Stack, tmp_path: Path) -> None:
    """On one running stack; everybody leaves, or the next ones would resemble them."""
    broken, whole = story.broken.split(), story.whole.split()
    steps = [step for step in STEPS if step.id in {*broken, *whole}]
    world = World(stack, tmp_path)
    report = play(steps, world, broken=frozenset(broken))
    leave(world)
    held = {step["id"]: step["held"] for step in report}
    assert {step: held[step] for step in broken} == dict.fromkeys(broken, False)
    assert {step: held[step] for step in whole} == dict.fromkeys(whole, True)
