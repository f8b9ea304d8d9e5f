"""The statement of reasons: every element of the DSA's Article 17(3), in the app and in a letter,
and nothing of whoever reported or decided."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from config.demo.act_enforcement.cast import WORDS, id_of, person, post, report
from config.demo.act_enforcement.office import case_of, decide, staff
from config.demo.deciding import NOTE, WHY
from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World
from config.pages.mailbox import letters

A_WEEK = 7 * 24
SIX_MONTHS = timedelta(days=180)  # DSA, Article 20(1): at least six months


def _noticed(world: World, broken: bool) -> Seen:
    what, maker = post(world, "notice_has_all_elements"), person(world, "maker")
    report(world, "stranger", what)
    who = staff(world, "moderator")
    # Sabotaged, staff say who it was.
    said = f"{WHY} {person(world, 'stranger').handle} says so." if broken else WHY
    chosen = {"do_limit_post": "on", "span_limit_post": str(A_WEEK), "do_disable_remix": "on"}
    made = decide(who, case_of(who, what), **chosen, statement=said)
    read = maker.call("GET", f"/me/decisions/{made}").json()
    letter = _letter(maker, made)
    (world.output / "statement-of-reasons.txt").write_text(letter)
    inbox = maker.call("GET", "/me/events?limit=100").json()["results"]
    about = [one for one in inbox if one["data"].get("decision") == made]
    return {
        "in_the_app": _in_app(read, what),
        "in_the_letter": _in_letter(letter, read),
        "in_the_inbox": [one["type"] for one in about],
        "of_who_reported_or_decided": [
            found for found in _secrets(world, what) if found in f"{read} {about} {letter}"
        ] != [],
        "the_hour": re.search(r"\d\d:\d\d", str(read["decided_on"])) is not None,
    }  # fmt: skip


def _in_app(read: dict[str, Any], what: str) -> dict[str, Any]:
    """By element."""
    redress, actions = read["redress"], read["actions"]
    ends = [one["until"] for one in actions if one["until"]]
    long = [datetime.fromisoformat(one) - datetime.now(UTC) for one in ends]
    last = date.fromisoformat(redress["appealable_until"])
    return {
        "a": [
            read["subject"] == what,
            [one["text"] for one in actions],
            read["territory"],
            [round(one / timedelta(hours=1)) for one in long],
        ],
        "b": [read["statement"] == WHY, read["on_notice"]],
        "c": [read["detected_automatically"], read["automated"]],
        "d": [read["ground"], read["legal_ground"]],
        "e": [[one["code"], bool(one["title"] and one["text"])] for one in read["rules"]],
        "f": [
            redress["appeal"],
            last >= datetime.now(UTC).date() + SIX_MONTHS,
            redress["appeal_url"] == f"/api/v1/me/decisions/{read['id']}/appeal",
            redress["out_of_court_url"] in redress["says"][1],
            "court" in redress["says"][2],
        ],
    }


def _in_letter(letter: str, read: dict[str, Any]) -> list[str]:
    """Elements of which a part is not there in words."""
    (rule,), redress = read["rules"], read["redress"]
    wanted = {
        "a": [read["id"], read["subject"], "It holds everywhere.", "Until "]
        + [one["says"] for one in read["actions"]],
        "b": [WHY, "Somebody told us of it; who, we tell nobody."],
        "c": ["No software of ours found it. A person decided it."],
        "d": ["It breaks rules of ours, which you accepted."],
        "e": [rule["title"], rule["text"]],
        "f": [*redress["says"], "/appeal"],
    }
    flat = _flat(letter)
    return [of for of, parts in wanted.items() if all(_flat(one) in flat for one in parts)]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _letter(who: Person, decision: str) -> str:
    """The text of the letter about a decision; empty where none comes."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for one in letters(who.mailbox):
            if one.to == who.email and decision in one.text:
                return one.text
        time.sleep(0.3)
    return ""


def _secrets(world: World, what: str) -> list[str]:
    """What would tell who reported it, how, or who decided."""
    names = ("stranger", "moderator")
    people = [person(world, name) for name in names]
    mine = people[0].call("GET", "/me/reports").json()["results"]
    reports = [one["id"] for one in mine if one["subject"] == what]
    return [
        *(one.handle for one in people),
        *(one.email for one in people),
        *(id_of(world, name) for name in names),
        *reports,
        *(WORDS, NOTE, "cas_"),
    ]


STEPS = [
    Step(
        "notice_has_all_elements",
        "maker",
        "reads a statement of reasons, in the app and in a letter: every element of Article 17(3), "
        "nobody who reported it, nobody who decided",
        {
            "in_the_app": {
                "a": [True, ["limit_post.author", "disable_remix.author"], "everywhere", [A_WEEK]],
                "b": [True, True],
                "c": [False, False],
                "d": ["terms", None],
                "e": [["harassment_targeted", True]],
                "f": ["open", True, True, True, True],
            },
            "in_the_letter": ["a", "b", "c", "d", "e", "f"],
            "in_the_inbox": ["decision.made"],
            "of_who_reported_or_decided": False,
            "the_hour": False,
        },
        _noticed,
    ),
]
