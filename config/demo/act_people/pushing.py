"""Quiet hours hold what would be pushed to a phone, and one push comes when they end."""

import secrets
import time
from typing import Any

from config.demo.act_people.cast import person
from config.demo.patience import BRIEF, PATIENCE
from config.demo.person import Person
from config.demo.stand_ins.push_service import PushService
from config.demo.story import Seen, Step
from config.demo.world import World

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ALWAYS = [{"days": DAYS, "from": "00:00", "to": "00:00", "stops": "notifications"}]


def _held(world: World, broken: bool) -> Seen:
    reader, maker, host = (person(world, name) for name in ("reader", "maker", "host"))
    service: PushService = world.facts["push_service"]
    phone = secrets.token_hex(32)
    path = f"/me/devices/{reader.device}"
    registered = reader.call("PUT", path, {"token": phone}).status_code
    if not broken:
        _hours(reader, ALWAYS)
    for follower in (maker, host):
        follower.call("PUT", f"/people/{reader.handle}/follow")
    time.sleep(BRIEF)  # workers that would push it have had their time
    in_quiet_hours = len(_pushed(service, phone))
    in_the_app = reader.call("GET", "/me/notifications/unread").json()["unread"]
    _hours(reader, None)
    after = _wait_for(service, phone)
    reader.call("DELETE", path)
    return {
        "registered": registered,
        "pushed_in_quiet_hours": in_quiet_hours,
        "unread_in_the_app": in_the_app,
        "pushed_after": after,
    }


def _hours(who: Person, windows: Any) -> None:
    who.call("PATCH", "/me/safeguards", {"limits": {"quiet_hours": windows}})


def _pushed(service: PushService, phone: str) -> list[Any]:
    """What lit up on this phone."""
    return [one.payload["aps"]["alert"] for one in service.asked if one.token == phone]


def _wait_for(service: PushService, phone: str) -> list[Any]:
    deadline = time.monotonic() + PATIENCE
    while not _pushed(service, phone) and time.monotonic() < deadline:
        time.sleep(0.5)
    time.sleep(BRIEF)  # a second one would have come by then
    return _pushed(service, phone)


STEPS = [
    Step(
        "push_held",
        "reader",
        "keeps quiet hours: two follow, the phone stays dark and the app counts; then one push",
        {
            "registered": 204,
            "pushed_in_quiet_hours": 0,
            "unread_in_the_app": 2,
            "pushed_after": [{"loc-key": "push.digest", "loc-args": ["2"]}],
        },
        _held,
    ),
]
