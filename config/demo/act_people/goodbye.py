"""Somebody leaves: gone for everybody at once, back on second thoughts, and then for good."""

import json
import time
from typing import Any

from config.demo.act_people.cast import film, person
from config.demo.cast import code
from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World

NAME, BIO = "Quillomena Ottsworth", "zephyrine boats and tamarind sails"
HOLDING = {"accounts.User", "account.EmailAddress"}  # among others, before
GRACE_DAYS = 30
KEYS = (
    "import json; from generation.models import Asset; "
    "print(json.dumps(list(Asset.objects.filter(job__owner__handle={!r})"
    '.values_list("storage_key", flat=True))))'
)
SEARCH = (
    "import json; from config.demo.searching import found_in_tables; "
    "print(json.dumps(sorted({{label for label, _ in found_in_tables({!r})}})))"
)


def _closed(world: World, broken: bool) -> Seen:
    who, maker = person(world, "leaver"), person(world, "maker")
    post = f"/posts/{film(world, 'leaver')['post']}"
    old = who.token
    before = _for_others(maker, who, post)
    said = who.call("GET" if broken else "DELETE", "/me", _proof(who, broken)).json()
    dead = who.call("GET", "/me").status_code
    signed_in = who.sign_in().status_code
    during = {
        "old_token": [dead, old != who.token],
        "signs_in": signed_in,
        "for_others": _for_others(maker, who, post),
        "follows_somebody": who.call("PUT", f"/people/{maker.handle}/follow").status_code,
    }
    kept = said.get("what_becomes", {}).get("kept", [])
    return {
        "before": before,
        "told_what_is_kept_and_why": bool(kept) and all(one["basis"] for one in kept),
        **during,
        "restored": who.call("POST", "/me/restoration").status_code,
        "then": _for_others(maker, who, post),
    }


def _erased(world: World, broken: bool) -> Seen:
    who = person(world, "leaver")
    who.call("PATCH", "/me", {"display_name": NAME, "bio": BIO})
    film(world, "leaver")
    words, keys = [who.email, NAME, BIO], _shell(world, KEYS.format(who.handle))
    before = _shell(world, SEARCH.format(words))
    gone = who.call("DELETE", "/me", {"password": who.password}) if broken else who.leave()
    left = _files(world, keys, seconds=5.0 if broken else PATIENCE)
    # A new account with their address would be found: asked for last.
    found = _shell(world, SEARCH.format(words))
    return {
        "there_was_something": [sorted(HOLDING & set(before)), len(keys) > 0],
        "answer": gone.status_code,
        "signing_in": code(who.sign_in())[0],
        "tables_that_hold_it": found,
        "files": left,
        "the_address_is_free": _signs_up_anew(who),
    }


def _proof(who: Person, broken: bool) -> Any:
    return None if broken else {"password": who.password}


def _for_others(other: Person, who: Person, post: str) -> list[int]:
    asked = (f"/people/{who.handle}", post)
    return [other.call("GET", path).status_code for path in asked]


def _shell(world: World, program: str) -> list[str]:
    found: list[str] = json.loads(world.stack.manage("shell", "-c", program).splitlines()[-1])
    return found


def _files(world: World, keys: list[str], *, seconds: float) -> int:
    """How many are left when nothing goes any more."""
    deadline = time.monotonic() + seconds
    while left := sum((world.stack.home / "media" / key).exists() for key in keys):
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    return left


def _signs_up_anew(who: Person) -> bool:
    """With the same address: the code comes to whoever has it, so they may go on."""
    again = Person(who.origin, who.mailbox, handle=f"{who.handle[:16]}_b", birth_date="1990-01-01")
    again.email = who.email
    return again.verify(again.sign_up()).status_code == 200


STEPS = [
    Step(
        "leaving_closes",
        "leaver",
        f"deletes the account: gone for everybody at once; within {GRACE_DAYS} days they sign in "
        "and have all of it back",
        {
            "before": [200, 200],
            "told_what_is_kept_and_why": True,
            "old_token": [401, True],
            "signs_in": 200,
            "for_others": [404, 404],
            "follows_somebody": 403,
            "restored": 200,
            "then": [200, 200],
        },
        _closed,
    ),
    Step(
        "deletion_leaves_nothing",
        "leaver",
        "deletes it again and waits no longer: nothing is found in the database or among the files",
        {
            "there_was_something": [sorted(HOLDING), True],
            "answer": 204,
            "signing_in": 401,
            "tables_that_hold_it": [],
            "files": 0,
            "the_address_is_free": True,
        },
        _erased,
    ),
]
