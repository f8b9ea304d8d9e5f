"""Hide first, decide after: by the word of whoever is in the film, and by nobody else's."""

from config.demo.act1.publishing import in_feed
from config.demo.act_enforcement.cast import is_seen, named, person, report, told
from config.demo.act_enforcement.likeness import shown_in
from config.demo.patience import waiting
from config.demo.story import Seen, Step
from config.demo.world import World


def _hidden(world: World, broken: bool) -> Seen:
    what, stranger = shown_in(world), person(world, "stranger")
    report(world, "friend", what, "likeness_other")
    before = [is_seen(world, "stranger", what), in_feed(stranger, what)]
    who = "stranger" if broken else "owner"
    answer = report(world, who, what, "harassment_targeted" if broken else "likeness_me")
    heard = told(world, "maker", "post.hidden_first", what, seconds=waiting(broken))
    maker = person(world, "maker")
    decisions = maker.call("GET", "/me/decisions").json()["results"]
    return {
        "by_another_reporter": before,
        "answer": answer.status_code,
        "in_the_same_moment": [is_seen(world, "stranger", what), in_feed(stranger, what)],
        "for_its_maker": is_seen(world, "maker", what),
        "its_maker_is_told": len(heard),
        "by_whom": named(world, heard, "owner"),
        "decided": any(one["subject"] == what for one in decisions),
        "may_be_contested": maker.call("POST", f"/posts/{what}/hidden/contest").status_code,
    }


STEPS = [
    Step(
        "hide_first_by_cameo_owner",
        "owner",
        "reports a video with their likeness, and it is gone for others at once; another's report "
        "hid nothing; its maker sees it, is told, and may contest",
        {
            "by_another_reporter": [True, True],
            "answer": 201,
            "in_the_same_moment": [False, False],
            "for_its_maker": True,
            "its_maker_is_told": 1,
            "by_whom": False,
            "decided": False,
            "may_be_contested": 200,
        },
        _hidden,
    ),
]
