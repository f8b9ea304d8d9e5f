"""Which worker runs which file, and in what order."""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# They use one running stack. It serves the tests of one worker: on two, each would start its own,
# and again for a file that comes later, and a start takes longer than most of these tests.
ON_THE_STACK = (
    "tests/running/test_demo.py",
    "tests/running/test_browser.py",
    "tests/running/test_passkeys_in_a_browser.py",
    "tests/running/test_stack.py",
)
STACK = "the tests on the running stack"

# Whole minutes each: they start first, or one worker of two idles while the other ends them.
LONGEST = (
    *ON_THE_STACK,
    "tests/running/test_demo_whole.py",
    "tests/generation/test_killed_workers.py",
    "tests/generation/faults/test_killed_renderers.py",
    "tests/moderation/training/test_whole_training.py",
    "tests/moderation/evaluation/test_gates.py",
    "tests/embedded/test_recovery.py",
)


class Scheduling(LoadFileScheduling):  # type: ignore[misc]
    """All tests of a file go to one worker, and all of the files on the stack to the same."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)


def scope(nodeid: str) -> str:
    """What is given to one worker as a whole."""
    file = nodeid.split("::", 1)[0]
    return STACK if file in ON_THE_STACK else file


def longest_first(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.split("::")[0], len(LONGEST)))


def scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    """None where a run asks for another way than by file."""
    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None
