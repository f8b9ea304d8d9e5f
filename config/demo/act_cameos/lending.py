"""Whom the owner lets, and for what."""

import json
import time
from typing import Any

from config.demo.act_cameos.asking import answer, asked, open_to, prompt_with, subject
from config.demo.act_cameos.cast import cameo_of, person
from config.demo.act_cameos.films import downloaded, faces_in, made, outcome, submitted
from config.demo.cast import code
from config.demo.patience import PATIENCE
from config.demo.person import Person
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
    after = answer(world, "friend")
    job = made(world, "friend", submitted(world, "friend", "allowed"))
    world.facts["draft"] = job["draft"]
    return {
        "before": before,
        "asked": [sent.status_code, sent.json()["state"], request["note"]],
        "after": after,
        "film": outcome(job),
        "faces_at_each_second": faces_in(downloaded(world, friend, job["draft"], "allowed")),
        "likeness_checked": _likeness_scan(world, job["id"]),
    }


def _likeness_scan(world: World, job: str) -> list[Any]:
    """The verdict about the faces in the film, and how far they were assessed."""
    scans = json.loads(world.stack.manage("explain_scan", job))[job]
    scan = next(one for one in scans if one["stage"] == "likeness")
    return [scan["verdict"], [one for one in scan["findings"] if one["detector"] == "faces"]]


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
    sent = submitted(world, "stranger", "stranger")
    nobodys = {"subjects": [NOBODYS], "prompt": prompt_with(person(world, "owner"))}
    missing = person(world, "stranger").call("POST", "/cameos/check", nobodys).json()
    without = {**nobodys, "subjects": [subject(world, "stranger", "moderator")]}
    nothing = person(world, "stranger").call("POST", "/cameos/check", without).json()
    return {
        "answer": found["answer"],
        "submitted": code(sent),
        "as_of_one_that_does_not_exist": _without_ids(found) == _without_ids(missing),
        "as_of_somebody_without_one": _without_ids(found) == _without_ids(nothing),
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
        _confirm(owner, place, confirmed)
    refused = asked(world, "friend", scene=WET)
    sent = submitted(world, "friend", "beer", scene=WET)
    draft = f"/drafts/{world.facts['draft']}/publish"
    shown = person(world, "friend").call("POST", draft, {}, key="demo-made-before")
    seen = {
        "understood": understood["topics"],
        "friend_with_beer": refused["answer"],
        "submitted": code(sent),
        "says_which": "alcohol" in f"{refused} {sent.text}",
        "friend_with_water": answer(world, "friend", scene=DRY),
        "stranger_with_beer": answer(world, "stranger", scene=WET),
        "what_was_made_before": code(shown),
    }
    _confirm(owner, place, {**confirmed, "topics": []})
    return seen


def _confirm(owner: Person, place: str, topics: dict[str, Any]) -> None:
    etag = owner.call("GET", place).headers["ETag"]
    owner.call("PUT", place, topics, etag=etag)


STEPS = [
    Step(
        "friend_allowed",
        "friend",
        "asks with a note, is approved, and makes a film; the owner is found in it",
        {
            "before": "not_available",
            "asked": [201, "waiting", "For a birthday film."],
            "after": "ok",
            "film": ["completed", None],
            "faces_at_each_second": [1, 1, 1, 1],
            "likeness_checked": ["allow", []],
        },
        _friend_allowed,
    ),
    Step(
        "stranger_not_available",
        "stranger",
        "may not, and learns no more than of a likeness that does not exist",
        {
            "answer": "not_available",
            "submitted": [403, "not_available"],
            "as_of_one_that_does_not_exist": True,
            "as_of_somebody_without_one": True,
        },
        _stranger,
    ),
    Step(
        "restriction_not_for_this_prompt",
        "owner",
        "keeps out of a topic in their own words; the friend is not told of which, and publishes "
        "nothing that was made before until it is lifted",
        {
            "understood": ["alcohol"],
            "friend_with_beer": "not_for_this_prompt",
            "submitted": [422, "not_for_this_prompt"],
            "says_which": False,
            "friend_with_water": "ok",
            "stranger_with_beer": "not_available",
            "what_was_made_before": [409, "consent_ended"],
        },
        _restriction,
    ),
]
