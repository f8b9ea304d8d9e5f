"""Consent is taken back: read first what goes, then it is gone at the next read."""

import time
from typing import Any

import httpx

from config.demo.act1.publishing import in_feed
from config.demo.act_cameos.asking import answer
from config.demo.act_cameos.cast import cameo_of, person
from config.demo.patience import PATIENCE, waiting
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World

SCOPE = "hide_existing"


def _revoke(world: World, broken: bool) -> Seen:
    owner, friend, stranger = (person(world, one) for one in ("owner", "friend", "stranger"))
    place = f"/cameos/{cameo_of(owner)['id']}/revocation"
    post = _published(friend, world.facts["draft"])
    seen_before = in_feed(stranger, post)
    url = stranger.call("GET", f"/posts/{post}").json()["assets"]["video"]["url"]
    offered = {one["scope"]: one for one in owner.call("GET", place).json()["choices"]}
    if not broken:
        chosen = {"scope": SCOPE, "confirm": offered[SCOPE]["confirm"]}
        owner.call("POST", place, chosen)
    return {
        "told_first": offered[SCOPE]["takes"],
        "in_the_feed": [seen_before, in_feed(stranger, post)],
        "for_a_stranger": stranger.call("GET", f"/posts/{post}").status_code,
        "for_its_maker": [
            friend.call("GET", f"/posts/{post}").status_code,
            friend.call("GET", f"/drafts/{world.facts['draft']}").status_code,
        ],
        "its_file": _dies(url, seconds=waiting(broken)),
        "friend_may_use_it": answer(world, "friend"),
        "cameo": cameo_of(owner)["status"],
    }


def _published(maker: Person, draft: str) -> str:
    """The post, once its caption is judged and anybody sees it."""
    sent = maker.call("POST", f"/drafts/{draft}/publish", {}, key="demo-cameo-publish").json()
    deadline = time.monotonic() + PATIENCE
    while sent.get("state") == "screening" and time.monotonic() < deadline:
        time.sleep(0.2)
        sent = maker.call("GET", f"/posts/{sent['id']}").json()
    return str(sent["id"])


def _dies(url: str, *, seconds: float) -> int:
    deadline = time.monotonic() + seconds
    while (status := httpx.get(url, timeout=PATIENCE).status_code) == 200:
        if time.monotonic() > deadline:
            break
        time.sleep(0.2)
    return status


NOTHING: dict[str, Any] = {"running": 0, "drafts": 0, "posts": 1, "remixes": 0}
STEPS = [
    Step(
        "revoke_hides_now",
        "owner",
        "reads what revoking takes away, revokes, and the film is gone at the next read",
        {
            "told_first": NOTHING,
            "in_the_feed": [True, False],
            "for_a_stranger": 404,
            "for_its_maker": [404, 404],
            "its_file": 404,
            "friend_may_use_it": "not_available",
            "cameo": "revoked",
        },
        _revoke,
    ),
]
