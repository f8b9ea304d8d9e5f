"""What a guardian sets is met at the endpoint that it governs."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from config.demo.act1.publishing import in_feed
from config.demo.act_people.arriving import ZONE
from config.demo.act_people.cast import film, hears, limit, person, picture, reasons, wished
from config.demo.act_people.family import agreed, control, decided, let_go
from config.demo.cast import code
from config.demo.story import Seen, Step
from config.demo.world import World

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ALLOWED_S = 120  # between asking the clock here and the answer there


def _announced(world: World, broken: bool) -> Seen:
    teen = person(world, "teen")
    urgent = decided(world, "mother", "likeness_used_by", "nobody").json()
    at_once = limit(teen, "likeness_used_by")["value"]
    let_go(world, "mother", "likeness_used_by")
    other = decided(world, "mother", "creation", "off").json()
    if broken:
        agreed(world, other["id"])
    seen = {
        "urgent": [urgent["state"], at_once],
        "other": [other["state"], _in_a_day(other["acts_at"])],
        "until_then": limit(teen, "creation")["value"],
        "teen_was_told": hears(teen, "family.control_announced"),
        "the_teens_yes": agreed(world, other["id"]).json().get("state"),
        "then": limit(teen, "creation")["value"],
        "looser_than_for_every_teen": code(decided(world, "mother", "feed", "personalised")),
    }
    let_go(world, "mother", "creation")
    return seen


def _in_a_day(when: str) -> bool:
    left = datetime.fromisoformat(when) - datetime.now(ZoneInfo("UTC"))
    return abs(left - timedelta(days=1)) < timedelta(seconds=ALLOWED_S)


def _quiet(world: World, broken: bool) -> Seen:
    teen, now = person(world, "teen"), datetime.now(ZoneInfo(ZONE))
    ends = (now + timedelta(hours=2)).replace(second=0, microsecond=0)
    # On every day, so that midnight in the teen's zone is no edge of it.
    begins = now - timedelta(hours=1)
    window = {"days": DAYS, "from": f"{begins:%H:%M}", "to": f"{ends:%H:%M}", "stops": "all"}
    with control(world, "mother", "quiet_hours", [window], skipped=broken):
        refused = wished(teen)
        shown = limit(teen, "quiet_hours")
        seen = {
            "asks_for_a_video": code(refused),
            "told_when_they_end": [
                f"{ends:%H:%M}" in _detail(refused),
                _seconds_off(refused, (ends - now).total_seconds()) < ALLOWED_S,
            ],
            "whose": reasons(shown),
            "what_is_there_stays_open": teen.call("GET", "/drafts").status_code,
        }
    again = wished(teen)
    teen.call("POST", f"/generations/{again.json().get('id')}/cancel")
    return {**seen, "let_go": again.status_code}


def _detail(answer: Any) -> str:
    errors = answer.json().get("errors")
    return str(errors[0]["detail"]) if errors else ""


def _seconds_off(answer: Any, expected: float) -> float:
    return abs(float(answer.headers.get("Retry-After", "inf")) - expected)


def _creation(world: World, broken: bool) -> Seen:
    teen = person(world, "teen")
    drafts = [f"/drafts/{film(world, 'teen')['draft']}", "/drafts"]
    with control(world, "mother", "creation", "off", skipped=broken):
        asked = wished(teen)
        seen = {
            "asks_for_a_video": code(asked),
            "sends_a_picture": code(picture(teen)),
            "says_who": reasons(limit(teen, "creation")),
            "own_films": [teen.call("GET", one).status_code for one in drafts],
        }
    again = wished(teen)
    teen.call("POST", f"/generations/{again.json().get('id')}/cancel")
    return {**seen, "let_go": again.status_code}


def _minutes(world: World, broken: bool) -> Seen:
    teen, maker = person(world, "teen"), film(world, "maker")
    with control(world, "mother", "daily_minutes", 0, skipped=broken):
        refused = teen.call("GET", "/feeds/latest")
        seen = {
            "feed": code(refused),
            "a_film": code(teen.call("GET", f"/posts/{maker['post']}")),
            "until_local_midnight": _seconds_off(refused, _left_of_the_day()) < ALLOWED_S,
            "own_film": teen.call("GET", f"/posts/{film(world, 'teen')['post']}").status_code,
            "settings": teen.call("GET", "/me/safeguards").status_code,
        }
    return {**seen, "let_go": teen.call("GET", "/feeds/latest").status_code}


def _left_of_the_day() -> float:
    now = datetime.now(ZoneInfo(ZONE))
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - now).total_seconds()


def _following(world: World, broken: bool) -> Seen:
    teen, maker = person(world, "teen"), person(world, "maker")
    post = film(world, "maker")["post"]
    before = in_feed(teen, post)
    with control(world, "mother", "feed", "following", skipped=broken):
        during = in_feed(teen, post)
        teen.call("PUT", f"/people/{maker.handle}/follow")
        followed = in_feed(teen, post)
        teen.call("DELETE", f"/people/{maker.handle}/follow")
        value = limit(teen, "feed")["value"]
    return {
        "limit": [value, limit(teen, "feed")["value"]],
        "a_strangers_film_in_the_feed": [before, during],
        "once_followed": followed,
        "let_go": in_feed(teen, post),
    }


OFF = ["guardian"]
STEPS = [
    Step(
        "decisions_announced",
        "mother",
        "decides: who may use a likeness holds at once, what is not urgent after a day or by the "
        "teen's yes, and what is looser than for every teen never",
        {
            "urgent": ["in_force", "nobody"],
            "other": ["open", True],
            "until_then": "on",
            "teen_was_told": True,
            "the_teens_yes": "in_force",
            "then": "off",
            "looser_than_for_every_teen": [422, "looser_than_default"],
        },
        _announced,
    ),
    Step(
        "quiet_hours",
        "teen",
        "asks for a video in the quiet hours of their own zone: refused, and told when they end",
        {
            "asks_for_a_video": [422, "quiet_hours"],
            "told_when_they_end": [True, True],
            "whose": ["guardian", "teen_default"],
            "what_is_there_stays_open": 200,
            "let_go": 202,
        },
        _quiet,
    ),
    Step(
        "creation_off",
        "teen",
        "makes nothing while a guardian says so, and keeps what was made",
        {
            "asks_for_a_video": [403, "creation_off"],
            "sends_a_picture": [403, "creation_off"],
            "says_who": OFF,
            "own_films": [200, 200],
            "let_go": 202,
        },
        _creation,
    ),
    Step(
        "daily_minutes",
        "teen",
        "has used the day's minutes: others' films wait for local midnight, one's own do not",
        {
            "feed": [403, "daily_limit_reached"],
            "a_film": [403, "daily_limit_reached"],
            "until_local_midnight": True,
            "own_film": 200,
            "settings": 200,
            "let_go": 200,
        },
        _minutes,
    ),
    Step(
        "feed_following",
        "teen",
        "had a feed by time; now it holds whom they follow, and nothing else",
        {
            "limit": ["following", "chronological"],
            "a_strangers_film_in_the_feed": [True, False],
            "once_followed": True,
            "let_go": True,
        },
        _following,
    ),
]
