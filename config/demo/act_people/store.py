"""A parent takes consent back in the app store, and gives it again; Apple's word for both."""

import time
from typing import Any

import httpx

from config.demo.act1.making import wait_until
from config.demo.act_people.cast import person, wished
from config.demo.cast import code
from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.stand_ins.app_store import Apple
from config.demo.story import Seen, Step
from config.demo.world import World
from generation.limits import LIVE_JOBS

TRANSACTION = "704345678901234567"
NOTIFICATIONS, CONSENTS = "/store/apple/notifications", "/store/apple/consents"


def _rescinded(world: World, broken: bool) -> Seen:
    pupil, apple = person(world, "pupil"), _apple(world)
    peer = person(world, "peer")
    transaction = f"{TRANSACTION}{pupil.handle[-6:]}"
    sent = {"app_transaction": apple.app_transaction(transaction)}
    linked = pupil.call("PUT", "/me/store/apple", sent).json()["linked"]
    jobs = [wished(pupil, seconds=12).json()["id"] for _ in range(LIVE_JOBS)]
    forged = _told(world, Apple().rescinds(transaction))
    still = pupil.call("GET", "/me").status_code
    told = _told(world, apple.rescinds("another" if broken else transaction))
    dead = code(pupil.call("GET", "/me"))
    seen = {
        "linked": linked,
        "signer_key_somebody_else": [code(forged), still],
        "signer_key_the_store": told.status_code,
        "token": dead,
        "signing_in": code(pupil.sign_in()),
        "for_others": peer.call("GET", f"/people/{pupil.handle}").status_code,
    }
    time.sleep(0.01)  # signed in a later millisecond
    again = {"app_transaction": apple.app_transaction(transaction)}
    given = _anonymous(world, CONSENTS, again)
    signed_in = pupil.sign_in()
    return {
        **seen,
        "given_again": [given.status_code, signed_in.status_code],
        "the_queue": [_end(pupil, job) for job in jobs],
        "good_again": pupil.call("GET", "/me").json().get("standing"),
        "makes_again": wished(pupil).status_code,
    }


def _end(who: Person, job: str) -> Any:
    return wait_until(who, job).get("status")


def _apple(world: World) -> Apple:
    found: Apple = world.facts["apple"]
    return found


def _told(world: World, signed: str) -> Any:
    """What the store's server is answered."""
    return _anonymous(world, NOTIFICATIONS, {"signedPayload": signed})


def _anonymous(world: World, path: str, body: dict[str, str]) -> httpx.Response:
    """Sent by somebody who holds no token."""
    return httpx.post(f"{world.stack.origin}/api/v1{path}", json=body, timeout=PATIENCE)


STEPS = [
    Step(
        "store_consent",
        "pupil",
        "loses a parent's consent in the store: shut out at once, nothing is made any more; a "
        "forged notice does nothing; given again, all is as before",
        {
            "linked": True,
            "signer_key_somebody_else": [[403, "signature_invalid"], 200],
            "signer_key_the_store": 204,
            "token": [401, "consent_rescinded"],
            "signing_in": [401, "consent_rescinded"],
            "for_others": 404,
            "given_again": [204, 200],
            "the_queue": ["cancelled"] * LIVE_JOBS,
            "good_again": "good",
            "makes_again": 202,
        },
        _rescinded,
    ),
]
