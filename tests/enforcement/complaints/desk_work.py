"""Staff at work on what the app sent them, through their pages alone."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.models import User
from enforcement.models import Case, Decision
from tests import cast
from tests.client import Api
from tests.enforcement.desk.pages import ROOT, decide_page, hidden, through
from tests.enforcement.reporting import given
from tests.staff import at_the_desk

REMOVES = {"do_remove_post": "on"}
NOTHING = {"finding": "no_violation"}
ANSWERED = "We looked again, with what you wrote."


def moderator(*more: str) -> tuple[User, Client]:
    """Somebody else each time, and their browser."""
    person = given(cast.moderator(), "handle_case", *more)
    return person, at_the_desk(person)


def decides(desk: Client, case: Case, deliver: Callable[[], int], **fields: Any) -> Decision:
    """Form, preview, button; and whatever follows has been sent."""
    known = set(Decision.objects.values_list("pk", flat=True))
    answer = through(desk, decide_page(case), **fields)
    assert answer.status_code == 302, answer.content
    deliver()
    return Decision.objects.exclude(pk__in=known).get()


def answers(desk: Client, case: Case, deliver: Callable[[], int], **fields: Any) -> Any:
    """The appeal of this case, from its page; `fields`: of the form."""
    path = f"{ROOT}/case/{case.public_id}/appeal/"
    own = {"policies": ["harassment_targeted"], "statement": ANSWERED, **fields}
    shown: Any = desk.get(path)
    for step in ("preview", "do"):
        shown = desk.post(path, {**own, **hidden(shown.content.decode()), "step": step})
    deliver()
    return shown


def heard(api: Api, who: User) -> list[str]:
    """The types of all that `who` was told, oldest first, as the app fetches them."""
    answer = api.get("/me/events", as_=who)
    assert answer.status_code == 200, answer.content
    return [one["type"] for one in answer.json()["results"]]
