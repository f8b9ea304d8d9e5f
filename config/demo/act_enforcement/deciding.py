"""Decisions: several actions in one, and each is undone alone."""

from config.demo.act_enforcement.cast import (
    answered,
    at_the_desk,
    is_seen,
    named,
    person,
    post,
    report,
)
from config.demo.act_enforcement.office import case_of, decide, overturn, staff
from config.demo.deciding import decide_about
from config.demo.story import Seen, Step
from config.demo.world import World


def _decided(world: World, broken: bool) -> Seen:
    what = post(world, "decide_two_actions")
    said = report(world, "stranger", what)
    chosen = {"do_remove_post": "on"} | ({} if broken else {"do_warn": "on"})
    moderator = staff(world, "moderator")
    made = decide(moderator, case_of(moderator, what), **chosen)
    read = person(world, "maker").call("GET", f"/me/decisions/{made}").json()
    answer = answered(world, "stranger", said)
    return {
        "its_author_reads": [one["text"] for one in read["actions"]],
        "why": bool(read["statement"]),
        "who_decided": named(world, read, "moderator"),
        "its_reporter_reads": [answer["outcome"], [one["text"] for one in answer["measures"]]],
        "seen_by_others": is_seen(world, "stranger", what),
        "decided_again": _again(world, what),
    }


def _again(world: World, what: str) -> int:
    """A report of what was decided about has the answer that stands, and opens nothing."""
    report(world, "friend", what)
    return int(at_the_desk(world, "cases", what)["cases"])


def _stays(world: World, broken: bool) -> Seen:
    what = post(world, "other_sanction_stays")
    report(world, "stranger", what)
    moderator = staff(world, "moderator")
    first = decide(moderator, case_of(moderator, what), do_remove_post="on")
    second = decide_about(moderator, what, do_remove_post="on")  # needs neither report nor case
    seen = [is_seen(world, "stranger", what)]
    for ends in ([first, second], []) if broken else ([first], [second]):
        for one in ends:
            overturn(moderator, one)
        seen.append(is_seen(world, "stranger", what))
    paths = [f"/me/decisions/{one}" for one in (first, second)]
    read = [person(world, "maker").call("GET", path).json() for path in paths]
    return {
        "seen_with_two_one_none": seen,
        "its_author_reads": [one["actions"][0]["state"] for one in read],
        "replaced": [bool(one["replaced_by"]) for one in read],
    }


STEPS = [
    Step(
        "decide_two_actions",
        "moderator",
        "warns and removes in one decision; its author reads why, its reporter what was done",
        {
            "its_author_reads": ["warn.author", "remove_post.author"],
            "why": True,
            "who_decided": False,
            "its_reporter_reads": ["violation", ["remove_post.reporter", "warn.reporter"]],
            "seen_by_others": False,
            "decided_again": 1,
        },
        _decided,
    ),
    Step(
        "other_sanction_stays",
        "moderator",
        "undoes one of two decisions about a video: what the other did stays until it is undone",
        {
            "seen_with_two_one_none": [False, False, True],
            "its_author_reads": ["undone", "undone"],
            "replaced": [True, True],
        },
        _stays,
    ),
]
