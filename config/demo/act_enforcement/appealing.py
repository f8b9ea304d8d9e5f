"""An appeal: looked at anew, by somebody who did not decide."""

from config.demo.act_enforcement.cast import (
    at_the_desk,
    id_of,
    is_seen,
    named,
    person,
    post,
    report,
    told,
)
from config.demo.act_enforcement.office import answer, case_of, decide, staff
from config.demo.cast import code, unused
from config.demo.deciding import words
from config.demo.patience import waiting
from config.demo.story import Seen, Step
from config.demo.world import World

OTHER = "Somebody who did not decide it must answer."
STAFF = ("moderator", "second")
SAID = "It shows a boat, and names nobody."


def _appealed(world: World, broken: bool) -> Seen:
    what, maker = post(world, "appeal_other_reviewer"), person(world, "maker")
    report(world, "stranger", what)
    first, second = (staff(world, one) for one in STAFF)
    made = decide(first, case_of(first, what), do_remove_post="on")
    removed = is_seen(world, "stranger", what)
    path = f"/me/decisions/{made}/appeal"
    sent = maker.call("POST", path, {"text": SAID}, key=unused())
    again = maker.call("POST", path, {"text": SAID}, key=unused())
    appeal = sent.json()["id"]
    case = case_of(second, what, of_appeal=True)
    refused = answer(first, case, "overturned")
    waits = maker.call("GET", f"/me/appeals/{appeal}").json()["state"]
    answer(second, case, "upheld" if broken else "overturned")
    ended = maker.call("GET", f"/me/appeals/{appeal}").json()
    heard = told(world, "maker", "appeal.answered", appeal, seconds=waiting(broken))
    ids = [id_of(world, one) for one in STAFF]
    return {
        "removed": not removed,
        "sent": [sent.status_code, sent.json()["state"]],
        "again": code(again),
        "who_decided_answers": [OTHER in words(refused), waits],
        "another_answers": [ended["state"], ended["outcome"], bool(ended["answer"])],
        "told": len(heard),
        "decided_by": [ids.index(one) for one in at_the_desk(world, "deciders", what)],
        "of_staff": named(world, [ended, heard], *STAFF),
        "seen_again": is_seen(world, "stranger", what),
    }


STEPS = [
    Step(
        "appeal_other_reviewer",
        "maker",
        "appeals a removal: who decided cannot answer it, another of the staff does, and the video "
        "is there again",
        {
            "removed": True,
            "sent": [201, "pending"],
            "again": [409, "already_appealed"],
            "who_decided_answers": [True, "pending"],
            "another_answers": ["resolved", "overturned", True],
            "told": 1,
            "decided_by": [0, 1],
            "of_staff": False,
            "seen_again": True,
        },
        _appealed,
    ),
]
