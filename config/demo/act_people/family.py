"""What the app of a teen and the app of a guardian do with each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from config.demo.act_people.cast import person, unused
from config.demo.world import World


def text_version(world: World) -> int:
    """Of the text about linking, which both read first."""
    texts = person(world, "teen").call("GET", "/family/texts").json()["results"]
    return int(next(one["version"] for one in texts if one["purpose"] == "link"))


def shown_code(world: World) -> str:
    """The code on the teen's screen."""
    answer = person(world, "teen").call("POST", "/family/invitations", {})
    answer.raise_for_status()
    return str(answer.json()["code"])


def redeemed(world: World, guardian: str, code: str) -> Any:
    """The answer to whoever enters a code."""
    sent = {"code": code, "text_version": text_version(world)}
    return person(world, guardian).call("POST", "/family/invitations/redeem", sent, key=unused())


def accepted(world: World, link: str) -> Any:
    """The answer to the teen's yes."""
    sent = {"text_version": text_version(world)}
    return person(world, "teen").call("POST", f"/family/links/{link}/accept", sent)


def linked(world: World, guardian: str) -> str:
    """The place of their link, made when a step first needs it."""
    links: dict[str, str] = world.facts.setdefault("links", {})
    if guardian not in links:
        answer = redeemed(world, guardian, shown_code(world))
        answer.raise_for_status()
        accepted(world, answer.json()["id"]).raise_for_status()
        links[guardian] = answer.json()["id"]
    return f"/family/links/{links[guardian]}"


def decided(world: World, guardian: str, limit: str, value: Any) -> Any:
    """The answer to a guardian who sets a limit."""
    place = f"{linked(world, guardian)}/controls/{limit}"
    return person(world, guardian).call("PUT", place, {"value": value, "why": "balance"})


def agreed(world: World, proposal: str) -> Any:
    """The answer to the teen's yes to a change."""
    return person(world, "teen").call("POST", f"/family/proposals/{proposal}/agree", {})


def let_go(world: World, guardian: str, limit: str) -> None:
    """The guardian sets it no more, and the teen agrees; nothing where it was not set."""
    place = f"{linked(world, guardian)}/controls/{limit}"
    answer = person(world, guardian).call("DELETE", place, {"why": "agreed"})
    if answer.status_code == 200:
        agreed(world, answer.json()["id"])


@contextmanager
def control(
    world: World, guardian: str, limit: str, value: Any, *, skipped: bool = False
) -> Iterator[None]:
    """A limit that a guardian decided on and the teen agreed to, so that it holds now and not
    tomorrow; let go afterwards. `skipped`: the guardian does nothing."""
    if not skipped:
        answer = decided(world, guardian, limit, value)
        answer.raise_for_status()
        agreed(world, answer.json()["id"])
    try:
        yield
    finally:
        let_go(world, guardian, limit)
