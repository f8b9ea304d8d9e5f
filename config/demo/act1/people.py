"""Who may come in, and who sees whom."""

import secrets
from datetime import UTC, datetime

from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World

YEAR = datetime.now(UTC).year


def _unmeaning() -> str:
    """Five letters with a z between any two: hex digits said "1488" once in a thousand, and word
    lists refuse such a handle."""
    return "z".join(secrets.choice("bcdfghjklmnpqrtvwx") for _ in range(5))


def newcomer(world: World, name: str, *, age: int) -> Person:
    """Somebody who has not signed up yet."""
    handle = f"{name}_{_unmeaning()}"
    person = Person(
        world.stack.origin,
        world.stack.home / "mailbox",
        handle=handle,
        birth_date=f"{YEAR - age}-01-01",
    )
    world.people[name] = person
    return person


def arrive(world: World, name: str, *, age: int) -> Seen:
    """Sign up and confirm the address; the person is `world.person(name)` from then on."""
    person = newcomer(world, name, age=age)
    pending = person.sign_up()
    if pending.status_code != 401:
        return {"sign_up": pending.status_code, "code": pending.json()["errors"][0]["code"]}
    verified = person.verify(pending)
    me = person.call("GET", "/me").json()
    return {
        "sign_up": pending.status_code,
        "verified": verified.status_code,
        "age_band": me.get("age_band"),
        "own_handle": me.get("handle") == person.handle,
    }


def _signup_adult(world: World, broken: bool) -> Seen:
    return arrive(world, "creator", age=9 if broken else 30)


def _signup_friend(world: World, broken: bool) -> Seen:
    return arrive(world, "friend", age=9 if broken else 28)


def _signup_teen(world: World, broken: bool) -> Seen:
    seen = arrive(world, "teen", age=30 if broken else 15)
    limits = world.person("teen").call("GET", "/me/safeguards").json()["results"]
    reasons = {reason["reason"] for limit in limits for reason in limit["reasons"]}
    return seen | {"teen_defaults": "teen_default" in reasons}


def _signup_nine_refused(world: World, broken: bool) -> Seen:
    child = newcomer(world, "child", age=30 if broken else 9)
    first = child.sign_up()
    child.birth_date = f"{YEAR - 30}-01-01"
    again = child.sign_up()
    return {
        "first": [first.status_code, _code(first)],
        "with_another_year": [again.status_code, _code(again)],
        "same_body": _without_request_id(first) == _without_request_id(again),
    }


def _follow(world: World, broken: bool) -> Seen:
    creator, friend = world.person("creator"), world.person("friend")
    if not broken:
        friend.call("PUT", f"/people/{creator.handle}/follow")
        friend.call("PUT", f"/people/{creator.handle}/follow")
    listed = friend.call("GET", "/me/following").json()["results"]
    event = next(creator.listen(seconds=5 if broken else PATIENCE))
    log = creator.call("GET", "/me/events").json()["results"]
    return {
        "following": [person["handle"] == creator.handle for person in listed],
        "told": event["type"],
        "times_in_the_log": sum(entry["type"] == "person.followed" for entry in log),
    }


def _block_hides(world: World, broken: bool) -> Seen:
    creator, friend = world.person("creator"), world.person("friend")
    if not broken:
        creator.call("PUT", f"/people/{friend.handle}/block")
    followed = friend.call("GET", "/me/following").json()["results"]
    told = creator.call("GET", "/me/events?limit=100").json()["results"]
    return {
        "friend_sees_creator": friend.call("GET", f"/people/{creator.handle}").status_code,
        "creator_sees_friend": creator.call("GET", f"/people/{friend.handle}").status_code,
        "still_following": len(followed),
        "old_events_about_friend": sum(event["type"] == "person.followed" for event in told),
    }


def _code(response: object) -> str:
    return str(response.json()["errors"][0]["code"])  # type: ignore[attr-defined]


def _without_request_id(response: object) -> object:
    return {**response.json(), "request_id": None}  # type: ignore[attr-defined]


ADULT = {"sign_up": 401, "verified": 200, "age_band": "18_plus", "own_handle": True}
ARRIVING = [
    Step("signup_adult", "creator", "signs up, aged 30, with a code by mail", ADULT, _signup_adult),
    Step("signup_friend", "friend", "signs up, aged 28", ADULT, _signup_friend),
    Step(
        "signup_teen",
        "teen",
        "signs up, aged 15, and gets a teen's defaults",
        {**ADULT, "age_band": "13_17", "teen_defaults": True},
        _signup_teen,
    ),
    Step(
        "signup_nine_refused",
        "child",
        "is nine and refused; another year from the same device is refused alike",
        {"first": [403, "under_age"], "with_another_year": [403, "under_age"], "same_body": True},
        _signup_nine_refused,
    ),
    Step(
        "follow",
        "friend",
        "follows the creator, twice, which is once; the creator's log says so",
        {"following": [True], "told": "person.followed", "times_in_the_log": 1},
        _follow,
    ),
]
PARTING = [
    Step(
        "block_hides",
        "creator",
        "blocks the friend: each is gone for the other, everywhere",
        {
            "friend_sees_creator": 404,
            "creator_sees_friend": 404,
            "still_following": 0,
            "old_events_about_friend": 0,
        },
        _block_hides,
    ),
]
