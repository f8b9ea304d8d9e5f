"""Who plays: each arrives when a step first needs them."""

from typing import Any

from config.demo.cast import SCENE, film_of, somebody, unused, wished
from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.world import World

AGES = {
    "teen": 15,
    "peer": 16,  # whom the teen lets follow
    "mother": 44,
    "father": 47,  # whom the teen comes to fear
    "aunt": 41,  # who would be a third guardian
    "stranger": 36,
    "maker": 29,  # whose films are public
    "kid": 14,  # who seems to be younger
    "grown": 17,  # who is older than they said
    "pupil": 16,  # whose parent decides in the app store
    "reader": 30,
    "leaver": 31,  # who goes, returns, and goes for good
    "host": 33,  # who invites
    "moderator": 45,
}

__all__ = ["SCENE", "film_of", "unused", "wished"]


def person(world: World, name: str) -> Person:
    """Somebody with an account."""
    return somebody(world, name, AGES)


def picture(who: Person) -> Any:
    """The answer to asking for a place for a picture to begin a video with."""
    sent = {"content_type": "image/jpeg"}
    return who.call("POST", "/uploads/reference-images", sent, key=unused())


def film(world: World, name: str) -> dict[str, str]:
    """Ids of the job, draft and post of the one film that somebody published."""
    films: dict[str, dict[str, str]] = world.facts.setdefault("films", {})
    if name not in films:
        films[name] = film_of(person(world, name))
    return films[name]


def limit(who: Person, name: str) -> dict[str, Any]:
    """One limit of theirs, as their app shows it."""
    listed = who.call("GET", "/me/safeguards").json()["results"]
    return next(one for one in listed if one["limit"] == name)


def reasons(shown: dict[str, Any]) -> list[str]:
    """The codes of all that holds a limit."""
    return sorted(one["reason"] for one in shown["reasons"])


def befriended(world: World, asker: str, asked: str) -> None:
    """`asker` follows `asked`, who said yes."""
    one, other = person(world, asker), person(world, asked)
    if one.call("PUT", f"/people/{other.handle}/follow").status_code == 202:
        other.call("POST", f"/me/follow-requests/{one.handle}/accept")


def hears(who: Person, kind: str, *, seconds: float = PATIENCE) -> bool:
    """Whether an event of this type stands in their log, or comes over their socket."""
    try:
        return any(event["type"] == kind for event in who.listen(seconds=seconds))
    except TimeoutError:
        return False
