"""Whom the owner lets, and for what."""

import time
from typing import Any

from config.demo.act_cameos.asking import answer, asked, open_to, prompt_with
from config.demo.act_cameos.cast import cameo_of, person
from config.demo.patience import PATIENCE
from config.demo.story import Seen, Step
from config.demo.world import World

DRY = "@{handle} drinks a glass of water in a quiet garden."
WET = "@{handle} drinks a glass of beer in a quiet garden."
NOBODYS = "cam_" + "0" * 26


def _friend_allowed(world: World, broken: bool) -> Seen:
    owner, friend = person(world, "owner"), person(world, "friend")
    place = f"/cameos/{cameo_of(owner)['id']}/requests"
    before = answer(world, "friend")
    open_to(world, "owner", "approved")
    sent = friend.call("POST", place, {"note": "For a birthday film."}, key="demo-ask")
    request = _received(owner, place)
    if not broken:
        owner.call("POST", f"{place}/{request['id']}/approve", {})
    return {
        "before": before,
        "asked": [sent.status_code, sent.json()["state"]],
        "note": request["note"],
        "after": answer(world, "friend"),
    }


def _received(owner: Any, place: str) -> dict[str, Any]:
    """The request, once its note was checked."""
    deadline = time.monotonic() + PATIENCE
    while True:
        rows = owner.call("GET", place).json()["results"]
        if (rows and rows[0]["note"]) or time.monotonic() > deadline:
            return dict(rows[0])
        time.sleep(0.2)


def _stranger(world: World, broken: bool) -> Seen:
    if broken:
        open_to(world, "owner", "everyone")
    found = asked(world, "stranger")
    nobodys = {"subjects": [NOBODYS], "prompt": prompt_with(person(world, "owner"))}
    missing = person(world, "stranger").call("POST", "/cameos/check", nobodys).json()
    return {
        "answer": found["answer"],
        "as_of_one_that_does_not_exist": _without_ids(found) == _without_ids(missing),
    }


def _without_ids(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "answer": found["answer"],
        "subjects": [one["answer"] for one in found["subjects"]],
        "warnings": found["warnings"],
    }


def _restriction(world: World, broken: bool) -> Seen:
    owner = person(world, "owner")
    place = f"/cameos/{cameo_of(owner)['id']}/restrictions"
    understood = owner.call("POST", f"{place}/compile", {"text": "No alcohol, please."}).json()
    confirmed = {"topics": understood["topics"], "compiler": understood["compiler"]}
    if not broken:
        etag = owner.call("GET", place).headers["ETag"]
        owner.call("PUT", place, confirmed, etag=etag)
    refused = asked(world, "friend", scene=WET)
    return {
        "understood": understood["topics"],
        "friend_with_beer": refused["answer"],
        "says_which": "alcohol" in str(refused),
        "friend_with_water": answer(world, "friend", scene=DRY),
        "stranger_with_beer": answer(world, "stranger", scene=WET),
    }


STEPS = [
    Step(
        "friend_allowed",
        "friend",
        "asks with a note, is approved, and may",
        {
            "before": "not_available",
            "asked": [201, "waiting"],
            "note": "For a birthday film.",
            "after": "ok",
        },
        _friend_allowed,
    ),
    Step(
        "stranger_not_available",
        "stranger",
        "may not, and learns no more than of a likeness that does not exist",
        {"answer": "not_available", "as_of_one_that_does_not_exist": True},
        _stranger,
    ),
    Step(
        "restriction_not_for_this_prompt",
        "owner",
        "keeps out of a topic in their own words; the friend is not told of which",
        {
            "understood": ["alcohol"],
            "friend_with_beer": "not_for_this_prompt",
            "says_which": False,
            "friend_with_water": "ok",
            "stranger_with_beer": "not_available",
        },
        _restriction,
    ),
]
