"""Ages that were wrong: too young, and older than said."""

import re
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
from websockets.exceptions import ConnectionClosed

from config.demo.act_people.cast import befriended, film, hears, limit, person
from config.demo.act_people.desk import id_of, key, row, staff
from config.demo.cast import code
from config.demo.moderator import CSRF
from config.demo.patience import PATIENCE, waiting
from config.demo.person import Person
from config.demo.story import Seen, Step
from config.demo.world import World
from config.pages.mailbox import letters
from lib.ids import IdKind, encode

APPEALS = "/admin/accounts/ageappeal/"
CASES = "/admin/enforcement/case/"
LINK = re.compile(r"http\S+/age/proof\?token=\S+")


def _reported(world: World, who: Person, finding: str) -> int:
    """Somebody who sees them reports that they are under 13, and staff say on the case what they
    found; the status of the report's answer."""
    subject = world.facts["ids"][who.handle]
    sent = {"subject": subject, "reason": "underage_user"}
    answer = person(world, "peer").call("POST", "/reports", sent, key="demo-under-13")
    staff(world).act(CASES, finding, key(row(world, CASES, subject)))
    return answer.status_code


def _frozen(world: World, broken: bool) -> Seen:
    kid, peer = person(world, "kid"), person(world, "peer")
    post = f"/posts/{film(world, 'kid')['post']}"
    befriended(world, "peer", "kid")
    _know(world, kid)
    pages = (post, f"/people/{kid.handle}")
    before = [peer.call("GET", page).status_code for page in pages]
    with kid.socket() as socket:
        reported = _reported(world, kid, f"found_{'13_to_17' if broken else 'under_13'}")
        closed = _closing(socket, seconds=waiting(broken))
    at_once = kid.call("GET", "/me")
    return {
        "report": reported,
        "token": code(at_once),
        "signing_in_again": kid.sign_in().status_code,
        "socket": closed,
        "for_a_follower": [before, [peer.call("GET", page).status_code for page in pages]],
        "letter": _letter(world, kid, seconds=waiting(broken)).startswith(world.stack.origin),
    }


def _know(world: World, who: Person) -> None:
    """Its id, while its app can still ask for it."""
    world.facts.setdefault("ids", {})[who.handle] = id_of(who)


def _closing(socket: Any, *, seconds: float) -> list[Any]:
    """Code and reason with which the server closes; nothing where it does not."""
    deadline = time.monotonic() + seconds
    try:
        while (left := deadline - time.monotonic()) > 0:
            socket.recv(timeout=left)
    except ConnectionClosed as end:
        return [end.rcvd.code, end.rcvd.reason] if end.rcvd else []
    except TimeoutError:
        pass
    return []


def _letter(world: World, who: Person, *, seconds: float) -> str:
    """The link in the newest letter to somebody."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for one in letters(world.stack.home / "mailbox"):
            if one.to == who.email and (found := LINK.search(one.text)):
                return found.group()
        time.sleep(0.1)
    return ""


def _proof(world: World, broken: bool) -> Seen:
    kid, peer = person(world, "kid"), person(world, "peer")
    post = f"/posts/{film(world, 'kid')['post']}"
    befriended(world, "peer", "kid")
    if kid.handle not in world.facts.get("ids", {}):
        _know(world, kid)
        _reported(world, kid, "found_under_13")
    link = _letter(world, kid, seconds=PATIENCE)
    with httpx.Client(timeout=PATIENCE) as browser:  # of somebody without an account
        opened = browser.get(link)
        before = _waits(world, kid)
        form = {"csrfmiddlewaretoken": _token(opened.text)}
        asked = browser.post(link, data=form, headers={"Referer": link})
        _decide(world, kid, "nothing_shown" if broken else "document_13_17")
        used = browser.get(link).status_code
    signed_in = kid.sign_in().status_code
    return {
        "page": [opened.status_code, "deleted on" in opened.text],
        "asked_by_opening_it": before,
        "asked_by_the_button": [asked.status_code, "We will write" in asked.text],
        "signing_in": signed_in,
        "band": kid.call("GET", "/me").json().get("age_band"),
        "for_a_follower": peer.call("GET", post).status_code,
        "the_link_again": used,
    }


def _token(page: str) -> str:
    found = CSRF.search(page)
    return found.group(1) if found else ""


def _waits(world: World, who: Person) -> bool:
    return world.facts["ids"][who.handle] in staff(world).page(APPEALS).text


def _decide(world: World, who: Person, finding: str) -> None:
    """A member of staff takes the appeal of somebody and says what they were shown."""
    chosen = key(row(world, APPEALS, world.facts["ids"][who.handle]))
    staff(world).act(APPEALS, "take", chosen)
    place = f"{APPEALS}{encode(IdKind.AGE_APPEAL, UUID(chosen))}/decide/"
    until = f"{datetime.now(UTC).year + 3}-01-01" if finding == "document_13_17" else ""
    staff(world).send(place, {"finding": finding, "adult_from": until})


def _appeal(world: World, broken: bool) -> Seen:
    grown = person(world, "grown")
    _know(world, grown)
    held = [grown.call("GET", "/me/age").json(), limit(grown, "content")["value"]]
    opening = grown.call("PATCH", "/me", {"is_private": False})
    asked = grown.call("POST", "/me/age/appeal", {}, key="demo-age-appeal")
    twice = grown.call("POST", "/me/age/appeal", {}, key="demo-age-appeal-2")
    _decide(world, grown, "nothing_shown" if broken else "document_18_plus")
    age = grown.call("GET", "/me/age").json()
    return {
        "before": [held[0]["band"], held[0]["rests_on"], held[1]],
        "asked": [asked.status_code, code(twice)],
        "after": [age["band"], age["rests_on"], limit(grown, "content")["value"]],
        "goes_public_before_and_after": [
            code(opening),
            grown.call("PATCH", "/me", {"is_private": False}).status_code,
        ],
        "told": hears(grown, "age.appeal_decided"),
    }


STEPS = [
    Step(
        "under_13_frozen",
        "moderator",
        "finds, on the case that a friend's report opened, that somebody is under 13: tokens, "
        "socket, page and films are gone at once, and a letter says what can be done",
        {
            "report": 201,
            "token": [401, "account_suspended"],
            "signing_in_again": 401,
            "socket": [4401, "account_suspended"],
            "for_a_follower": [[200, 200], [404, 404]],
            "letter": True,
        },
        _frozen,
    ),
    Step(
        "proof_of_age",
        "kid",
        "opens the link in the letter, asks for a look, and shows to be 13; all is there again",
        {
            "page": [200, True],
            "asked_by_opening_it": False,
            "asked_by_the_button": [200, True],
            "signing_in": 200,
            "band": "13_17",
            "for_a_follower": 200,
            "the_link_again": 410,
        },
        _proof,
    ),
    Step(
        "age_appeal",
        "grown",
        "said to be 17 and is older: asks once, shows a document, and has an adult's limits",
        {
            "before": ["13_17", "self_declared", "under_18"],
            "asked": [201, [409, "appeal_open"]],
            "after": ["18_plus", "document", "adult"],
            "goes_public_before_and_after": [[422, "minor_policy"], 200],
            "told": True,
        },
        _appeal,
    ),
]
