"""Who posts and deletes is reported all the same (E8), and a reviewer sees what it was (E7)."""

import re
import time
from html import unescape

from config.demo.act_enforcement.cast import at_the_desk, is_seen, person, post, report
from config.demo.act_enforcement.office import case_of, staff
from config.demo.cast import SCENE
from config.demo.deciding import ROOT, words
from config.demo.patience import PATIENCE
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.ids import IdKind, decode

FILES = ["poster", "spritesheet", "video"]
PICTURE = re.compile(r'<img src="([^"]+/media/[^"]+)"')


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
    read, frames = _on_its_page(world, what)
    return {
        "seen_before": seen,
        "seen_now": is_seen(world, "stranger", what),
        "answer": answer.status_code,
        "kept": frozen,
        "a_reviewer_reads_its_prompt": read,
        "a_reviewer_gets_its_frames": frames,
    }


def _on_its_page(world: World, what: str) -> tuple[bool, list[tuple[int, bool]]]:
    """Whether a reviewer reads the prompt on the page of its case; of each picture there what its
    address answers, and whether bytes come."""
    reviewer = staff(world, "moderator")
    key = decode(IdKind.CASE, case_of(reviewer, what))
    page = reviewer.page(f"{ROOT}/case/{key}/change/")
    answers = [reviewer.page(unescape(one)) for one in PICTURE.findall(page.text)]
    return SCENE in words(page), [(one.status_code, len(one.content) > 0) for one in answers]


STEPS = [
    Step(
        "deleted_item_still_reviewable",
        "maker",
        "deletes a video before it is reported; a reviewer opens its case, reads its words and "
        "sees its frames",
        {
            "seen_before": True,
            "seen_now": False,
            "answer": 201,
            "kept": {"texts": ["prompt"], "gone": True, "copied": FILES},
            "a_reviewer_reads_its_prompt": True,
            "a_reviewer_gets_its_frames": [(200, True)],
        },
        _deleted,
    ),
]
