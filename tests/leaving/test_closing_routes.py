"""On every route of the URLconf: whoever is leaving is shown nowhere, and does nothing else."""

from typing import Any

import pytest

from accounts.closing import is_open_route
from accounts.models import User
from accounts.services.closing import close_account
from lib.actors import Actor
from lib.ids import IdKind
from tests.architecture.routes import ROOT
from tests.architecture.test_every_route import (
    NAMING_THE_BLOCKED,
    PUBLIC,
    assert_no_trace,
    assert_unsaid,
    everything,
    files_of_the_film,
    fill,
    reads,
    told,
)
from tests.client import Api, code_of, token_for

__all__ = ["told"]
pytestmark = pytest.mark.django_db

HOUSE = Actor.system("tests")
ALLOWED = {("/me", "get"), ("/me", "delete"), ("/me/restoration", "post")}
IDS = {kind.value: f"{kind}_" + "0" * 26 for kind in IdKind}


def leaving(person: User) -> str:
    """A token of theirs, of a sign-in after."""
    close_account(person=person, actor=HOUSE)
    person.refresh_from_db()
    return token_for(person)


def test_what_stays_open_is_what_the_list_says() -> None:
    for path, method in everything():
        expected = (path, method) in ALLOWED or path.startswith("/me/exports")
        assert is_open_route(method.upper(), ROOT.rstrip("/") + path) is expected, (method, path)


def test_whoever_is_leaving_does_nothing_else(api: Api, creator: User) -> None:
    token, refused = leaving(creator), 0
    for path, method in everything():
        if path in PUBLIC or (path, method) in ALLOWED or path.startswith("/me/exports"):
            continue
        answer = api.request(
            method, fill(path, {**IDS, "handle": "somebody", "str": "0" * 64}), {}, token=token,
            key="k",
        )  # fmt: skip
        assert (answer.status_code, code_of(answer)) == (403, "account_closing"), (method, path)
        refused += 1
    assert refused > 100


def test_nor_at_the_routes_of_the_other_face(api: Api, creator: User) -> None:
    sent = {"Authorization": f"Bearer {leaving(creator)}"}
    body: dict[str, Any] = {"input": "a red ball"}
    answer = api.client.post("/v1/moderations", body, content_type="application/json", headers=sent)
    assert answer.status_code in (401, 403), answer.content


def test_whoever_is_leaving_is_seen_on_no_route(
    api: Api, creator: User, friend: User, told: dict[str, str]
) -> None:
    api.put(f"/people/{creator.handle}/follow", as_=friend)
    api.put(f"/people/{friend.handle}/follow", as_=creator)
    files = files_of_the_film(told)
    assert api.get(fill("/posts/<pst:x>", told), as_=friend).status_code == 200
    leaving(creator)
    for path in sorted(set(reads()) - NAMING_THE_BLOCKED):
        answer = api.get(fill(path, told), as_=friend)
        assert_no_trace(path, answer, creator)
        assert_unsaid(path, answer, files)
