"""Staff at the desk: the form of a decision, its preview, its button."""

import re
from collections.abc import Mapping
from html import unescape

import httpx

from config.demo.moderator import CSRF, Moderator

ROOT = "/admin/enforcement"
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


def decide_about(who: Moderator, what: str, **chosen: str | list[str]) -> str:
    """The id of a decision about what nobody reported, in no case. Raises LookupError where there
    is none."""
    return made(through(who, f"{ROOT}/decision/about/{what}/", dict(FOUND) | chosen))


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


def made(page: httpx.Response) -> str:
    """The decision that a page tells of. Raises LookupError where it tells of none."""
    if (found := MADE.search(words(page))) is None:
        raise LookupError(f"no decision: {words(page)[-500:]}")
    return found.group(1)


def words(page: httpx.Response) -> str:
    """What stands on a page, without its tags, on one line."""
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", page.text)))
