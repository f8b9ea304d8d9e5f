"""A decision was wrong: all that it did is undone, wherever it reached."""

import time
from typing import Any

import httpx

from config.demo.act1.making import body
from config.demo.act1.publishing import in_feed, on_profile
from config.demo.act_cameos.asking import answer as may_use
from config.demo.act_cameos.asking import subject
from config.demo.act_enforcement.cast import (
    at_the_desk,
    fetched,
    is_seen,
    person,
    published,
    report,
)
from config.demo.act_enforcement.likeness import cameo
from config.demo.act_enforcement.office import case_of, decide, overturn, staff
from config.demo.cast import unused
from config.demo.patience import PATIENCE, waiting
from config.demo.story import Seen, Step
from config.demo.world import World

# A bank takes what shows three frames that can be told apart.
SCENE = (
    "A big red ball bounces on the beach beside two small blue boats on the sea at sunset, "
    "a yellow star twinkles above."
)
CHOSEN = {
    "do_remove_post": "on",
    "do_disable_remix": "on",
    "do_bank_hashes": "on",
    "value_bank_hashes": "harassment",
}
OK, GONE = httpx.codes.OK, httpx.codes.NOT_FOUND


def _restored(world: World, broken: bool) -> Seen:
    maker = person(world, "maker")
    wish = body(prompt=SCENE, seconds=8)
    job = maker.call("POST", "/generations", wish, key=unused()).json()["id"]
    cameo(world)
    likeness = subject(world, "stranger", "owner")
    what = published(world, job)
    for one in (what, likeness):
        report(world, "stranger", one)
    moderator = staff(world, "moderator")
    before = _found(world, what, job)
    old = _address(world, what)
    made = [
        decide(moderator, case_of(moderator, what), **CHOSEN),
        decide(moderator, case_of(moderator, likeness), do_pause_cameo="on"),
    ]
    old_address = fetched(old, until=GONE)
    during = _found(world, what, job)
    for one in made[:1] if broken else made:
        overturn(moderator, one)
    address = _address(world, what)
    read = [maker.call("GET", f"/me/decisions/{made[0]}").json()]
    read += [person(world, "owner").call("GET", f"/me/decisions/{made[1]}").json()]
    return {
        "before": before,
        "while_it_holds": [during, old_address],
        "after": _found(world, what, job),
        "its_file": fetched(address, until=OK, seconds=waiting(broken)),
        "who_was_concerned_reads": [
            sorted({action["state"] for action in one["actions"]}) for one in read
        ],
    }


def _found(world: World, what: str, job: str) -> dict[str, Any]:
    """Where others find it, and whether the likeness can be used."""
    stranger = person(world, "stranger")
    return {
        "page": is_seen(world, "stranger", what),
        "feed": in_feed(stranger, what),
        "profile": on_profile(stranger, person(world, "maker"), what),
        "remix": _draft_of(world, job)["can"]["remix"],
        "banked": at_the_desk(world, "banked", job) > 0,
        "likeness": may_use(world, "stranger"),
    }


def _draft_of(world: World, job: str) -> dict[str, Any]:
    maker = person(world, "maker")
    draft = maker.call("GET", f"/generations/{job}").json()["draft"]
    return dict(maker.call("GET", f"/drafts/{draft}").json())


def _address(world: World, what: str) -> str:
    """Of its file, for others. Raises LookupError where none comes: files are moved by workers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        shown = person(world, "stranger").call("GET", f"/posts/{what}").json()
        if video := (shown.get("assets") or {}).get("video"):
            return str(video["url"])
        time.sleep(0.3)
    raise LookupError("its file has no address")


def _all(there: bool) -> dict[str, Any]:
    return {
        "page": there,
        "feed": there,
        "profile": there,
        "remix": there,
        "banked": not there,
        "likeness": "ok" if there else "not_available",
    }


STEPS = [
    Step(
        "overturn_restores_everywhere",
        "moderator",
        "overturns a removal and a pause: the video is back on its page, in the feed, on the "
        "profile, its file has an address, its film can be remixed, no bank knows it, and the "
        "likeness can be used",
        {
            "before": _all(True),
            "while_it_holds": [_all(False), 404],
            "after": _all(True),
            "its_file": 200,
            "who_was_concerned_reads": [["undone"], ["undone"]],
        },
        _restored,
    ),
]
