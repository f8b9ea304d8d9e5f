"""What was public and is not any more: taken down, blocked, deleted."""

import time
from typing import Any

import httpx

from config.demo.act1.people import arrive
from config.demo.act1.publishing import in_feed, on_profile
from config.demo.act1.screening import VIOLENT
from config.demo.deciding import decide_about
from config.demo.moderator import Moderator
from config.demo.patience import PATIENCE, waiting
from config.demo.story import Seen, Step
from config.demo.world import World


def _takedown(world: World, broken: bool) -> Seen:
    """On the friend's post, which nobody reported; the moderator uses the desk as people do."""
    moderator = _moderator(world)
    creator, post = world.person("creator"), world.facts["adult_post"]
    url = creator.call("GET", f"/posts/{post}").json()["assets"]["video"]["url"]
    before = httpx.get(url, timeout=PATIENCE).status_code
    if not broken:
        decide_about(moderator, post, do_remove_post="on")
    return {
        "before": before,
        "read_after": creator.call("GET", f"/posts/{post}").status_code,
        "url_after": _dies(url, patience=waiting(broken)),
        "its_author_is_told": _told(world, "friend", "decision.made", patience=waiting(broken)),
    }


def _decided(world: World, broken: bool) -> Seen:
    """The refusal that the creator contested some steps ago."""
    moderator, job = _moderator(world), world.facts["refused"]
    page = moderator.review_of(job)
    if page is None:
        raise LookupError("the queue does not show it")
    if not broken:
        moderator.decide(page, "refused")
    return {
        "shows_what_its_maker_says": "It is a scene of a play." in page,
        "shows_the_prompt_and_scores": VIOLENT[:30] in page and "minilm" in page,
        "its_maker_is_told": _told(
            world, "creator", "generation.refusal_upheld", patience=waiting(broken)
        ),
    }


def _moderator(world: World) -> Moderator:
    if "reviewer" not in world.people:
        arrive(world, "reviewer", age=35)
        world.facts["moderator"] = Moderator(world, world.person("reviewer"))
    moderator: Moderator = world.facts["moderator"]
    return moderator


def _dies(url: str, *, patience: float) -> int:
    """What an address answers once its object has moved, or in the end."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        status = httpx.get(url, timeout=PATIENCE).status_code
        if status == 404:
            return status
        time.sleep(0.2)
    return status


def _told(world: World, name: str, event: str, *, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        log = world.person(name).call("GET", "/me/events?limit=100").json()["results"]
        if any(one["type"] == event for one in log):
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.3)


def _block_both_ways(world: World, broken: bool) -> Seen:
    """The creator blocked the friend some steps ago."""
    creator, friend, teen = (world.person(name) for name in ("creator", "friend", "teen"))
    if broken:
        creator.call("DELETE", f"/people/{friend.handle}/block")
    post = world.facts["post"]
    return {
        "in_the_friends_feed": in_feed(friend, post),
        "for_the_friend": friend.call("GET", f"/posts/{post}").status_code,
        "friends_profile_for_the_creator": creator.call(
            "GET", f"/people/{friend.handle}/posts"
        ).status_code,
        "creators_profile_for_the_friend": friend.call(
            "GET", f"/people/{creator.handle}/posts"
        ).status_code,
        "in_a_teens_feed": in_feed(teen, post),
    }


def _delete(world: World, broken: bool) -> Seen:
    creator, teen, post = world.person("creator"), world.person("teen"), world.facts["post"]
    page: dict[str, Any] = teen.call("GET", "/feeds/latest").json()
    fetched = next((one for one in page["results"] if one["id"] == post), None)
    if not broken:
        creator.call("DELETE", f"/posts/{post}")
    url = fetched["assets"]["video"]["url"] if fetched else ""
    return {
        "was_on_the_page": fetched is not None,
        "on_the_page_now": in_feed(teen, post),
        "on_the_profile_now": on_profile(teen, creator, post),
        "its_address_now": _dies(url, patience=waiting(broken)) if url else None,
        "draft_is_still_there": creator.call("GET", f"/drafts/{world.facts['draft']}").status_code,
    }


TAKEN_DOWN = [
    Step(
        "contest_decided",
        "moderator",
        "finds the contested refusal in the queue, reads all about it, and lets it stand",
        {
            "shows_what_its_maker_says": True,
            "shows_the_prompt_and_scores": True,
            "its_maker_is_told": True,
        },
        _decided,
    ),
    Step(
        "takedown_kills_url",
        "moderator",
        "removes a post at the desk; an address fetched before is dead",
        {"before": 200, "read_after": 404, "url_after": 404, "its_author_is_told": True},
        _takedown,
    ),
]
STEPS = [
    Step(
        "block_both_ways",
        "friend",
        "was blocked: neither finds anything of the other; others do",
        {
            "in_the_friends_feed": False,
            "for_the_friend": 404,
            "friends_profile_for_the_creator": 404,
            "creators_profile_for_the_friend": 404,
            "in_a_teens_feed": True,
        },
        _block_both_ways,
    ),
    Step(
        "delete_vanishes_from_fetched_page",
        "creator",
        "deletes the post; a page that a teen has fetched loses it at the next read",
        {
            "was_on_the_page": True,
            "on_the_page_now": False,
            "on_the_profile_now": False,
            "its_address_now": 404,
            "draft_is_still_there": 200,
        },
        _delete,
    ),
]
