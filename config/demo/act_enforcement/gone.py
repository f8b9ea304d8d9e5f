"""Who posts and deletes is reported all the same (E8), and a reviewer sees what it was (E7)."""

import time

from config.demo.act_enforcement.cast import at_the_desk, is_seen, person, post, report
from config.demo.patience import PATIENCE
from config.demo.story import Seen, Step
from config.demo.world import World

FILES = ["poster", "spritesheet", "video"]


def _deleted(world: World, broken: bool) -> Seen:
    what = post(world, "deleted_item_still_reviewable")
    seen = is_seen(world, "stranger", what)
    if not broken:
        person(world, "maker").call("DELETE", f"/posts/{what}").raise_for_status()
    answer = report(world, "stranger", what)
    deadline = time.monotonic() + PATIENCE
    while True:
        frozen = at_the_desk(world, "frozen", what)
        if frozen["copied"] == FILES or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return {
        "seen_before": seen,
        "seen_now": is_seen(world, "stranger", what),
        "answer": answer.status_code,
        "a_reviewer_has": frozen,
    }


STEPS = [
    Step(
        "deleted_item_still_reviewable",
        "maker",
        "deletes a video before it is reported; a reviewer has its words and its files",
        {
            "seen_before": True,
            "seen_now": False,
            "answer": 201,
            "a_reviewer_has": {"texts": ["prompt"], "gone": True, "copied": FILES},
        },
        _deleted,
    ),
]
