"""Staff at the cases of reports: the list, the decision, the answer to an appeal."""

import re

import httpx

from config.demo.act_enforcement.cast import appointed
from config.demo.deciding import FOUND, ROOT, Fields, made, through
from config.demo.moderator import Moderator
from config.demo.world import World

ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CASE = re.compile(r"cas_[0-9a-z]{26}")


def staff(world: World, name: str) -> Moderator:
    """Inside, with a reason stated."""
    inside: dict[str, Moderator] = world.facts.setdefault("staff", {})
    if name not in inside:
        inside[name] = Moderator(world, appointed(world, name))
    return inside[name]


def case_of(who: Moderator, what: str, *, of_appeal: bool = False) -> str:
    """The id of the case about a thing, as their list shows it. Raises LookupError."""
    listed = who.page(f"{ROOT}/case/?source__exact=appeal" if of_appeal else f"{ROOT}/case/").text
    rows = (one for one in ROW.findall(listed) if what in one)
    for row in rows:
        if found := CASE.search(row):
            return found.group()
    raise LookupError(f"the list names no case about {what}")


def decide(who: Moderator, case: str, **chosen: str | list[str]) -> str:
    """The id of the decision. Raises LookupError where there is none."""
    return made(through(who, f"{ROOT}/case/{case}/decide/", dict(FOUND) | chosen))


def overturn(who: Moderator, decision: str) -> str:
    """The id of the one that takes its place."""
    return made(
        through(who, f"{ROOT}/decision/{decision}/overturn/", {"statement": "We were wrong."})
    )


def answer(who: Moderator, case: str, outcome: str) -> httpx.Response:
    """The page after an appeal was answered, or was not."""
    said: Fields = {
        "outcome": outcome,
        "policies": ["harassment_targeted"],
        "statement": "We looked again.",
    }
    return through(who, f"{ROOT}/case/{case}/appeal/", said)
