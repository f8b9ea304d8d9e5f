"""A moderator at the admin, in a browser without a screen."""

import re
from collections.abc import Mapping

import httpx

from config.demo.patience import PATIENCE
from config.demo.person import Person
from config.demo.world import World

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
REASON = "/admin/audit/auditevent/reason/"
REVIEWS = "/admin/moderation/review/"
REVIEW = re.compile(rf"{REVIEWS}[0-9a-f-]{{36}}/change/")
DECIDE = re.compile(r'href="([^"]+/decide/)"')


class Moderator:
    """Logs in, says why, and uses the pages that people use."""

    def __init__(self, world: World, person: Person, *, code: str = "") -> None:
        """`code`: of their second factor, where they have one."""
        self.http = httpx.Client(
            base_url=world.stack.origin, timeout=PATIENCE, follow_redirects=True
        )
        appointed: set[str] = world.facts.setdefault("appointed", set())
        if person.email not in appointed:
            world.stack.manage("appoint_moderator", person.email)
            appointed.add(person.email)
        known = {"username": person.email, "password": person.password, "code": code}
        self._form("/admin/login/", known)
        self._form(REASON, {"code": "complaint", "case": ""})

    def act(self, listing: str, action: str, row: str) -> httpx.Response:
        """Choose an action for one row of a list, by its key."""
        return self._form(listing, {"action": action, "_selected_action": row, "index": "0"})

    def page(self, path: str) -> httpx.Response:
        """A page as it is."""
        return self.http.get(path)

    def send(self, path: str, values: Mapping[str, str | list[str]]) -> httpx.Response:
        """Fill in the form of a page."""
        return self._form(path, values)

    def review_of(self, subject: str) -> str | None:
        """The page of the question that is open about something; None where nobody is asked."""
        listed = self.page(f"{REVIEWS}?state__exact=open").text
        rows = re.findall(r"<tr.*?</tr>", listed, re.S)
        found = next((REVIEW.search(row) for row in rows if subject in row), None)
        return self.page(found.group()).text if found else None

    def decide(self, page: str, outcome: str) -> None:
        """Answer the question of that page. Raises LookupError where it cannot be answered."""
        if (place := DECIDE.search(page)) is None:
            raise LookupError("this page asks for no decision")
        self.send(place.group(1), {"outcome": outcome})

    def _form(self, path: str, values: Mapping[str, str | list[str]]) -> httpx.Response:
        found = CSRF.search(self.http.get(path).text)
        if found is None:
            raise LookupError(f"no form at {path}")
        sent = {**values, "csrfmiddlewaretoken": found.group(1)}
        return self.http.post(path, data=sent, headers={"Referer": f"{self.http.base_url}{path}"})
