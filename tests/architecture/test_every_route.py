"""Rules that hold on each route of `/api/v1`: the blocked and a teen's strangers see nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from cameos.ledger.facts import Paused
from cameos.ledger.recording import record_consent
from cameos.models import Cameo
from lib.actors import Actor
from lib.ids import IdKind
from tests.architecture.routes import methods, routes
from tests.client import Api, code_of

# The list of event types and their schemas is documentation: the same for everybody.
# The proof of the feed is numbers alone.
PUBLIC = {"/me/events/types", "/transparency/feed-proof"}
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


def reads() -> list[str]:
    return sorted(path for path, view in routes() if "get" in methods(view))


def everything() -> list[tuple[str, str]]:
    return sorted((path, method) for path, view in routes() for method in methods(view))


def fill(path: str, values: dict[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        kind, name = match.group("kind") or "", match.group("name")
        return values.get(name) or values[kind]

    return PARAMETER.sub(value, path)


@pytest.fixture
def told(
    creator: Any, api: Api, deliver: Callable[[], int], puppet: Callable[..., Any]
) -> dict[str, str]:
    """Values for the parameters of any route, all of them of real things of the creator."""
    puppet()
    wish = {"prompt": "a red ball", "size": "720x1280", "seconds": 4}
    job = api.post("/generations", wish, as_=creator, key="every-route").json()["id"]
    deliver()
    draft = api.get(f"/generations/{job}", as_=creator).json()["draft"]
    assert api.get(f"/drafts/{draft}", as_=creator).status_code == 200
    shown = api.post(f"/drafts/{draft}/publish", {"caption": "by the sea"}, as_=creator, key="show")
    assert shown.status_code == 201, shown.content
    return {
        "handle": creator.handle,
        "gen": job,
        "vid": draft,
        "pst": shown.json()["id"],
        "ses": creator.public_id.replace("usr_", "ses_"),
        "usr": creator.public_id,
        **consented(creator),
    }


def consented(creator: Any) -> dict[str, str]:
    """Something that the creator consented to."""
    cameo = Cameo.objects.create(owner=creator)
    with transaction.atomic():
        entry = record_consent(
            cameo_id=cameo.pk, fact=Paused(epoch=1), actor=Actor.person(creator.pk)
        )
    return {"cam": cameo.public_id, "rcp": entry.public_id}


def test_there_are_routes_to_hold_to_the_rules() -> None:
    assert len(reads()) > 10


@pytest.mark.parametrize(("path", "method"), [one for one in everything() if one[0] not in PUBLIC])
@pytest.mark.django_db
def test_nobody_gets_in_without_a_token(path: str, method: str, api: Api) -> None:
    values = {kind.value: f"{kind}_" + "0" * 26 for kind in IdKind} | {"handle": "somebody"}
    response = api.request(method, fill(path, values), key="k")
    assert response.status_code == 401, path
    assert code_of(response) == "not_authenticated"


@pytest.mark.parametrize("path", reads())
def test_who_was_blocked_sees_no_trace(
    path: str, api: Api, creator: Any, friend: Any, told: dict[str, str]
) -> None:
    api.put(f"/people/{creator.handle}/follow", as_=friend)
    api.put(f"/people/{friend.handle}/follow", as_=creator)
    api.put(f"/people/{friend.handle}/block", as_=creator)
    response = api.get(fill(path, told), as_=friend)
    assert_no_trace(response, creator)


@pytest.mark.parametrize("path", reads())
def test_who_blocked_sees_no_trace_of_the_other(
    path: str, api: Api, creator: Any, friend: Any, told: dict[str, str]
) -> None:
    if path == "/me/blocks":
        pytest.skip("one's own list of blocks is the one place that names them")
    api.put(f"/people/{friend.handle}/follow", as_=creator)
    api.put(f"/people/{creator.handle}/follow", as_=friend)
    api.put(f"/people/{friend.handle}/block", as_=creator)
    response = api.get(fill(path, {**told, "handle": friend.handle}), as_=creator)
    assert_no_trace(response, friend)


@pytest.mark.parametrize("path", reads())
def test_an_adult_whom_the_teen_does_not_follow_sees_no_trace(
    path: str, api: Api, teen: Any, stranger: Any, told: dict[str, str]
) -> None:
    api.put(f"/people/{teen.handle}/follow", as_=stranger)
    response = api.get(fill(path, {**told, "handle": teen.handle}), as_=stranger)
    assert_no_trace(response, teen)


def assert_no_trace(response: Any, person: Any) -> None:
    text = response.content.decode()
    assert response.status_code in (200, 400, 404), text
    assert person.handle not in text
    assert person.public_id not in text
    assert str(person.pk) not in text
