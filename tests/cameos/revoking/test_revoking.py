"""Counts first, then all of it at once (C14)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.services.deletion import delete_account
from audit.models import AuditEvent
from cameos.models import Cameo, CameoGrant, CameoPermission, CameoRequest, Capability, Revocation
from cameos.services import requesting
from cameos.services.erasing import request_erasure
from lib.actors import Actor
from tests import cast
from tests.cameos.capabilities.using import issue
from tests.cameos.ledger.test_written import written
from tests.cameos.permissions.lending import (
    EVERYONE,
    SYSTEM,
    answer,
    granted,
    lent,
    set_level,
)
from tests.cameos.revoking.films import film, ids, shown
from tests.cameos.revoking.taking_back import choices, revoked, take_back
from tests.client import Api, code_of

pytestmark = pytest.mark.usefixtures("media_dir")

NOTHING = {"running": 0, "drafts": 0, "posts": 0, "remixes": 0}


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator)


@pytest.fixture
def films(cameo: Cameo, friend: Any) -> dict[str, Any]:
    """One of each kind that is counted, and some that are not."""
    issue(cameo, to=friend)
    made = {
        "draft": film(friend, cameo),
        "post": shown(friend, cameo),
        "remix": shown(friend, cameo, inherited=True),
        "remix draft": film(friend, cameo, inherited=True),
    }
    film(friend, lent(cast.adult()))
    return made


def told(running: int, drafts: int, posts: int, remixes: int) -> dict[str, int]:
    return {"running": running, "drafts": drafts, "posts": posts, "remixes": remixes}


def test_counts_come_first(api: Api, cameo: Cameo, films: dict[str, Any]) -> None:
    read = choices(api, cameo)
    assert {scope: one["takes"] for scope, one in read.items()} == {
        "future_only": told(1, 2, 0, 0),
        "hide_existing": told(1, 2, 1, 0),
        "also_remixes": told(1, 2, 1, 1),
    }
    Capability.objects.update(ended_at=timezone.now(), ended_for="paused")
    assert choices(api, cameo)["also_remixes"]["takes"] == NOTHING


def test_what_its_maker_deleted_is_not_counted(
    api: Api, cameo: Cameo, friend: Any, films: dict[str, Any]
) -> None:
    assert api.delete(f"/drafts/{films['draft'].public_id}", as_=friend).status_code == 204
    assert choices(api, cameo)["also_remixes"]["takes"] == told(1, 1, 1, 1)


@pytest.mark.parametrize(
    ("scope", "left"),
    [("future_only", {"post", "remix"}), ("hide_existing", {"remix"}), ("also_remixes", set())],
)
def test_it_is_hidden_before_any_worker_ran(
    scope: str, left: set[str], api: Api, cameo: Cameo, friend: Any, films: dict[str, Any]
) -> None:
    answered = take_back(api, cameo, scope)
    assert answered.status_code == 202, answered.content
    assert answered.json()["status"] == "removing"
    feed = ids(api.get("/feeds/latest", as_=friend))
    assert feed == {films[name].public_id for name in left}
    assert len(ids(api.get("/drafts", as_=friend))) == 1 + len(left), "that of the other cameo"
    assert answer(api, cameo, friend) == "not_available"
    assert Cameo.objects.get(pk=cameo.pk).state == "revoked"
    assert Capability.objects.get(completed_at=None).ended_for == "revoked"


def test_every_consent_ends_and_none_comes_back_with_a_new_enrolment(
    api: Api, cameo: Cameo, friend: Any, stranger: Any
) -> None:
    granted(cameo, friend)
    request = requesting.ask(cameo_id=cameo.pk, by=stranger)
    revoked(cameo)
    assert CameoGrant.objects.get().state == "severed"
    assert CameoRequest.objects.get(pk=request.pk).state not in ("waiting", "approved")
    permission = CameoPermission.objects.get()
    assert (permission.level, permission.everyone_until) == ("only_me", None)
    assert written(cameo).count("revoked") == 1


def test_said_twice_it_is_done_once(api: Api, cameo: Cameo, films: dict[str, Any]) -> None:
    body = {"scope": "hide_existing", "confirm": choices(api, cameo)["hide_existing"]["confirm"]}
    place = f"/cameos/{cameo.public_id}/revocation"
    first, again = (api.post(place, body, as_=cameo.owner) for _ in range(2))
    assert first.json() == again.json()
    assert Cameo.objects.get(pk=cameo.pk).epoch == 2
    assert Revocation.objects.count() == 1


def test_a_wider_scope_can_follow(api: Api, cameo: Cameo, films: dict[str, Any]) -> None:
    take_back(api, cameo, "future_only")
    assert choices(api, cameo)["also_remixes"]["takes"] == told(0, 0, 1, 1)
    assert take_back(api, cameo, "also_remixes").status_code == 202
    assert not ids(api.get("/feeds/latest", as_=cameo.owner))


def test_a_narrower_one_brings_nothing_back(api: Api, cameo: Cameo, films: dict[str, Any]) -> None:
    take_back(api, cameo, "also_remixes")
    take_back(api, cameo, "future_only")
    assert not ids(api.get("/feeds/latest", as_=cameo.owner))


def test_more_films_made_meanwhile_do_not_keep_an_owner_from_it(
    api: Api, cameo: Cameo, friend: Any
) -> None:
    confirm = choices(api, cameo)["hide_existing"]["confirm"]
    shown(friend, cameo)
    body = {"scope": "hide_existing", "confirm": confirm}
    made = api.post(f"/cameos/{cameo.public_id}/revocation", body, as_=cameo.owner)
    assert made.json()["told"] == NOTHING
    assert not ids(api.get("/feeds/latest", as_=friend))


def test_what_was_not_confirmed_is_not_done(api: Api, cameo: Cameo, stranger: Any) -> None:
    place, other = f"/cameos/{cameo.public_id}/revocation", lent(stranger)
    read, theirs = choices(api, cameo), choices(api, other)

    def refusal(confirm: str, scope: str = "hide_existing") -> tuple[int, str]:
        answered = api.post(place, {"scope": scope, "confirm": confirm}, as_=cameo.owner)
        return answered.status_code, code_of(answered)

    right = read["hide_existing"]["confirm"]
    invalid = (400, "invalid")
    assert refusal(read["future_only"]["confirm"]) == invalid
    assert refusal(theirs["hide_existing"]["confirm"]) == invalid
    assert refusal(right + "x") == invalid
    assert refusal(right, "erasure") == (400, "invalid_choice")
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        api.tokens.clear()
        assert refusal(right) == (409, "stale_state")
    api.tokens.clear()
    Cameo.objects.filter(pk=cameo.pk).update(epoch=5)
    assert refusal(right) == (409, "stale_state")
    assert not Revocation.objects.exists()


def test_it_is_its_owners_alone(api: Api, cameo: Cameo, stranger: Any) -> None:
    place = f"/cameos/{cameo.public_id}"
    body = {"scope": "hide_existing", "confirm": choices(api, cameo)["hide_existing"]["confirm"]}
    for answered in (
        api.get(f"{place}/revocation", as_=stranger),
        api.post(f"{place}/revocation", body, as_=stranger),
        api.delete(place, as_=stranger),
    ):
        assert (answered.status_code, code_of(answered)) == (404, "not_found")
    assert Cameo.objects.get(pk=cameo.pk).epoch == 1


def test_an_erased_likeness_takes_everything_with_it(
    api: Api, cameo: Cameo, friend: Any, films: dict[str, Any]
) -> None:
    assert api.delete(f"/cameos/{cameo.public_id}", as_=cameo.owner).status_code == 202
    assert not ids(api.get("/feeds/latest", as_=friend))
    assert len(ids(api.get("/drafts", as_=friend))) == 1, "that of the other cameo"
    assert Revocation.objects.get().scope == "erasure"
    again = api.delete(f"/cameos/{cameo.public_id}", as_=cameo.owner)
    assert again.status_code == 404


def test_who_leaves_is_seen_in_no_film_from_that_transaction_on(
    api: Api, cameo: Cameo, friend: Any, films: dict[str, Any]
) -> None:
    delete_account(person=cameo.owner, actor=Actor.person(cameo.owner_id))
    assert not ids(api.get("/feeds/latest", as_=friend))
    assert Cameo.objects.get(pk=cameo.pk).state == "erasing"


def test_after_an_erasure_nothing_is_asked_again(cameo: Cameo) -> None:
    request_erasure(cameo=cameo, actor=SYSTEM, reason="test")
    request_erasure(cameo=cameo, actor=SYSTEM, reason="test")
    assert Revocation.objects.count() == 1


def test_it_is_audited(api: Api, cameo: Cameo) -> None:
    take_back(api, cameo, "hide_existing")
    row = AuditEvent.objects.get(action="cameos.consent.withdrawn")
    assert (row.target, row.actor) == (cameo.public_id, cameo.owner.public_id)


def test_the_next_consent_is_another(
    api: Api, cameo: Cameo, friend: Any, deliver: Callable[[], int]
) -> None:
    revoked(cameo)
    deliver()
    Cameo.objects.filter(pk=cameo.pk).update(state="active", ended_at=None)
    cameo.refresh_from_db()
    set_level(cameo, EVERYONE)
    assert shown(friend, cameo).public_id in ids(api.get("/feeds/latest", as_=friend))
