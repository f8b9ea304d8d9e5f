"""Staff at their pages: the list of cases, the form of a decision, its preview, its button."""

import re
from collections.abc import Mapping
from html import unescape

import httpx

from config.demo.act_enforcement.cast import appointed
from config.demo.moderator import CSRF, Moderator
from config.demo.world import World

ROOT = "/admin/enforcement"
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CASE = re.compile(r"cas_[0-9a-z]{26}")
MADE = re.compile(r"(?:Decided|Answered): (dec_[0-9a-z]{26})")
HIDDEN = re.compile(r'<input type="hidden" name="(version|agreed|expected)" value="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
Fields = Mapping[str, str | list[str]]
WHY = "It calls on others to mock a person by name."
NOTE = "seen twice before"
FOUND: Fields = {
    "finding": "violation",
    "policies": ["harassment_targeted"],
    "ground": "terms",
    "source": "person",
    "statement": WHY,
    "note": NOTE,
}


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


def through(who: Moderator, path: str, fields: Fields) -> httpx.Response:
    """Fill in a form, read its preview, press the button; the last page."""
    page = who.page(path)
    for step in ("preview", "do"):
        page = sent(who, path, page, {**fields, "step": step})
    return page


def sent(who: Moderator, path: str, page: httpx.Response, fields: Fields) -> httpx.Response:
    """With what the page hid. Raises LookupError where it has no form."""
    if (token := CSRF.search(page.text)) is None:
        raise LookupError(f"no form at {path}: {page.status_code}")
    data = {**fields, **dict(HIDDEN.findall(page.text)), "csrfmiddlewaretoken": token.group(1)}
    referer = {"Referer": f"{who.http.base_url}{path.removeprefix('/')}"}
    return who.http.post(path, data=data, headers=referer)


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


def made(page: httpx.Response) -> str:
    """The decision that a page tells of."""
    if (found := MADE.search(words(page))) is None:
        raise LookupError(f"no decision: {words(page)[-500:]}")
    return found.group(1)


def words(page: httpx.Response) -> str:
    """What stands on a page, without its tags, on one line."""
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", page.text)))
