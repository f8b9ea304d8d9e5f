"""A likeness comes in: words first, then a recording that nobody could have made before."""

from typing import Any

from config.demo.act_cameos import phone
from config.demo.act_cameos.cast import cameo_of, person, told
from config.demo.act_cameos.lists import row
from config.demo.act_cameos.takes import taken
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World
from lib.ids import IdKind, decode


def _notice_first(world: World, broken: bool) -> Seen:
    stranger = person(world, "stranger")
    notice = stranger.http.get("/api/v1/cameos/notice")  # without a token
    version = notice.json()["version"]
    other = phone.release(notice_version=version if broken else version + 1)
    silent = phone.release(notice_version=version, released=False)
    answers = [
        stranger.call("POST", "/cameos/enrolments", body, key=f"demo-notice-{number}")
        for number, body in enumerate(({"notice_version": version}, silent, other))
    ]
    return {
        "read_by_anybody": [notice.status_code, len(notice.json()["text"]) > 500],
        "without_release": [one.status_code for one in answers[:2]],
        "of_another_notice": code(answers[2]),
        "nothing_to_record": all("challenge" not in one.json() for one in answers),
        "cameos": len(stranger.call("GET", "/cameos").json()["results"]),
    }


def _enrol(world: World, broken: bool) -> Seen:
    begun, owner = taken(world, "owner"), person(world, "owner")
    ended = phone.result(owner, begun["id"])
    cameo = cameo_of(owner)
    return {
        "asked_to_read_and_turn": [len(begun["challenge"]["digits"]), len(_sides(begun))],
        "sent_and_submitted": [begun["sent"], begun["submitted"]],
        "result": [ended["status"], [one["code"] for one in ended["problems"]]],
        "cameo": [cameo["status"], cameo["usable_by"]],
        "told": "enrolment.accepted" in told(owner),
        "bona_fide_by_the_stand_in": "BONA_FIDE" in _assessed(world, begun),
    }


def _wrong_digits(world: World, broken: bool) -> Seen:
    begun, friend = taken(world, "friend"), person(world, "friend")
    ended = phone.result(friend, begun["id"])
    problems = ended["problems"]
    return {
        "result": [ended["status"], [one["code"] for one in problems]],
        "says_what_to_do": all(one["detail"] for one in problems),
        "no_score": "score" not in str(ended),
        "cameo": cameo_of(friend)["status"],
        "as_the_owner_or_longer": phone.waited(ended) >= phone.SHORTEST_S,
    }


def _sides(begun: dict[str, Any]) -> list[str]:
    return [one["code"] for one in begun["challenge"]["turns"] if one["code"] != "centre"]


def _assessed(world: World, begun: dict[str, Any]) -> list[str]:
    """What was measured, as staff read it who stated a reason."""
    key = str(decode(IdKind.ENROLMENT, begun["id"]))
    return row(world, f"/admin/cameos/assessment/?q={key}", key)


STEPS = [
    Step(
        "notice_first",
        "stranger",
        "gets nothing to record before the notice in force is agreed to",
        {
            "read_by_anybody": [200, True],
            "without_release": [400, 400],
            "of_another_notice": [409, "notice_outdated"],
            "nothing_to_record": True,
            "cameos": 0,
        },
        _notice_first,
    ),
    Step(
        "enrol",
        "owner",
        "reads six digits and turns the head as asked; a minute later there is a cameo, for them "
        "alone (that a living person sat there is said by a stand-in that reads a green border)",
        {
            "asked_to_read_and_turn": [6, 4],
            "sent_and_submitted": [200, 202],
            "result": ["accepted", []],
            "cameo": ["active", "only_me"],
            "told": True,
            "bona_fide_by_the_stand_in": True,
        },
        _enrol,
    ),
    Step(
        "wrong_digits_refused",
        "friend",
        "reads other digits; refused with what to do, and no sooner than anybody is accepted",
        {
            "result": ["refused", ["digits_not_heard"]],
            "says_what_to_do": True,
            "no_score": True,
            "cameo": "enrolling",
            "as_the_owner_or_longer": True,
        },
        _wrong_digits,
    ),
]
