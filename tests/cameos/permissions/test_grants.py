"""What an owner grants one by one, takes back, and what ends by itself."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.deletion import delete_account
from accounts.services.relations import block as block_person
from audit.models import AuditEvent
from cameos.models import Cameo, CameoGrant, CameoPermission, CameoRequest, GrantState
from cameos.permissions.facts import facts_of
from cameos.permissions.policies import usable_by
from cameos.services.granting import expire_grants, use_up
from lib.actors import Actor
from lib.errors import StaleState
from lib.ids import new_id
from tests import cast
from tests.cameos.permissions.lending import (
    SYSTEM,
    answer,
    block,
    follow,
    granted,
    lent,
    mutual,
    set_level,
)
from tests.client import Api, code_of


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    return lent(creator, "approved")


def path(cameo: Cameo, rest: str = "grants") -> str:
    return f"/cameos/{cameo.public_id}/{rest}"


def give(api: Api, cameo: Cameo, to: Any, **bounds: Any) -> Any:
    return api.post(path(cameo), {"handle": to.handle, **bounds}, as_=cameo.owner)


def test_given_listed_and_taken_back(api: Api, creator: Any, friend: Any, cameo: Cameo) -> None:
    made = give(api, cameo, friend, scopes=["face"], no_download=True)
    assert made.status_code == 201, made.content
    assert made.json()["scopes"] == ["face"]
    (listed,) = api.get(path(cameo), as_=creator).json()["results"]
    assert listed == made.json()
    assert answer(api, cameo, friend) == "ok"
    for _ in range(2):
        response = api.delete(path(cameo, f"grants/{listed['id']}"), as_=creator)
        assert response.status_code in (204, 404)
    assert answer(api, cameo, friend) == "not_available"
    assert AuditEvent.objects.filter(action="cameos.grant.ended").count() == 1


def test_until_a_date(api: Api, friend: Any, cameo: Cameo) -> None:
    until = timezone.now() + timedelta(days=3)
    assert give(api, cameo, friend, until=until.isoformat()).status_code == 201
    assert answer(api, cameo, friend) == "ok"
    with time_machine.travel(until + timedelta(minutes=1)):
        api.tokens.clear()
        assert answer(api, cameo, friend) == "not_available", "before the clock was there"
        assert expire_grants() == 1
        assert expire_grants() == 0
        assert answer(api, cameo, friend) == "not_available"
    for wrong in ("yesterday", 5, "2026-01-01"):
        assert give(api, cameo, friend, until=wrong).status_code == 400
    past = give(api, cameo, friend, until="2020-01-01T00:00:00Z")
    assert code_of(past) == "min_value"


def test_a_new_grant_replaces_the_old_one(api: Api, friend: Any, cameo: Cameo) -> None:
    give(api, cameo, friend)
    give(api, cameo, friend, once=True)
    states = CameoGrant.objects.order_by("granted_at").values_list("state", "once")
    assert list(states) == [("replaced", False), ("live", True)]
    with pytest.raises(IntegrityError, match="one_live_grant"), transaction.atomic():
        CameoGrant.objects.create(cameo=cameo, person=friend)


def test_who_cannot_be_given_anything(
    api: Api, creator: Any, friend: Any, teen: Any, cameo: Cameo
) -> None:
    assert code_of(give(api, cameo, creator)) == "not_allowed_for_self"
    block(friend, creator)
    assert give(api, cameo, friend).status_code == 404
    assert give(api, cameo, teen).status_code == 404, "F11: the teen makes the first step"
    theirs = lent(teen, "approved")
    adult = cast.adult()
    follow(teen, adult)
    refused = give(api, theirs, adult)
    assert (refused.status_code, code_of(refused)) == (403, "minor_policy")
    said = {"lower_bound": 13, "upper_bound": 17, "declaration": "self_declared"}
    assert api.put("/me/age/declared-range", said, as_=adult).json()["band"] == "13_17"
    refused = give(api, theirs, User.objects.get(pk=adult.pk))
    assert (refused.status_code, code_of(refused)) == (403, "minor_policy"), "by their own word"
    other = cast.teen()
    assert give(api, theirs, other).status_code == 201


def test_whoever_only_says_to_be_a_teen_uses_no_teen(api: Api, teen: Any) -> None:
    theirs, other, adult = lent(teen, "approved"), cast.teen(), cast.adult()
    follow(teen, adult)
    for person in (other, adult):
        CameoGrant.objects.create(cameo=theirs, person=person, scopes=["face"])
    said = {"lower_bound": 13, "upper_bound": 17, "declaration": "self_declared"}
    assert api.put("/me/age/declared-range", said, as_=adult).status_code == 200
    assert answer(api, theirs, adult) == "not_available"
    assert set(usable_by(theirs, timezone.now())) == {other}


def test_a_grant_for_once_is_used_up_once(friend: Any, cameo: Cameo) -> None:
    made = granted(cameo, friend, once=True)
    read_twice = CameoGrant.objects.get(pk=made.pk)
    use_up(made, actor=SYSTEM)
    with pytest.raises(StaleState):
        use_up(read_twice, actor=SYSTEM)
    assert facts_of(cameo.pk, friend).grant is None


@pytest.mark.usefixtures("committing")
def test_of_two_uses_at_the_same_moment_one_wins() -> None:
    cameo = lent(cast.creator(), "approved")
    made = granted(cameo, cast.friend(), once=True)
    both_have_read, outcomes = threading.Barrier(2), []

    def use() -> None:
        try:
            grant = CameoGrant.objects.select_related("cameo").get(pk=made.pk)
            both_have_read.wait(timeout=30)
            with transaction.atomic():
                use_up(grant, actor=Actor.system("tests"))
            outcomes.append("used")
        except StaleState:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["stale", "used"]
    assert CameoGrant.objects.get().state == GrantState.USED


def test_a_block_ends_grants_and_requests_both_ways_once(
    api: Api, creator: Any, friend: Any, cameo: Cameo
) -> None:
    theirs = lent(friend, "approved")
    granted(cameo, friend)
    granted(theirs, creator)
    other = cast.adult()
    kept = granted(cameo, other)
    api.post(f"/cameos/{cameo.public_id}/requests", {}, as_=friend, key=str(new_id()))
    before = api.get("/me/cameo-requests", as_=friend).content
    block_person(actor=creator, person=friend)
    block_person(actor=friend, person=creator)
    states = {row.pk: row.state for row in CameoGrant.objects.all()}
    assert states.pop(kept.pk) == "live"
    assert set(states.values()) == {"severed"}
    assert CameoRequest.objects.get().state == "severed"
    assert api.get("/me/cameo-requests", as_=friend).content == before, "it tells nothing"
    assert AuditEvent.objects.filter(action="cameos.grant.ended").count() == 2


def test_whoever_leaves_is_lent_nothing_and_lends_nothing(
    creator: Any, friend: Any, cameo: Cameo
) -> None:
    theirs = lent(friend, "approved")
    granted(cameo, friend)
    granted(theirs, creator)
    delete_account(person=friend, actor=Actor.person(friend.pk))
    assert set(CameoGrant.objects.values_list("state", flat=True)) == {"severed"}
    assert CameoPermission.objects.filter(cameo=theirs).count() == 0


def test_at_only_me_grants_sleep(api: Api, friend: Any, cameo: Cameo) -> None:
    granted(cameo, friend)
    set_level(cameo, "only_me")
    assert answer(api, cameo, friend) == "not_available"
    set_level(cameo, "approved")
    assert answer(api, cameo, friend) == "ok"


def users(api: Api, cameo: Cameo) -> dict[str, Any]:
    body = api.get(path(cameo, "users"), as_=cameo.owner).json()
    return {one["person"]["handle"]: one for one in body["results"]}


def test_who_could_use_me_right_now_and_for_what(
    api: Api, creator: Any, friend: Any, stranger: Any, cameo: Cameo
) -> None:
    assert users(api, cameo) == {}
    until = timezone.now() + timedelta(days=2)
    granted(cameo, friend, once=True, until=until)
    mutual(creator, stranger)
    set_level(cameo, "mutuals", restrictions=["politics"], no_remix=True)
    shown = users(api, cameo)
    assert set(shown) == {friend.handle, stranger.handle}
    assert shown[friend.handle]["because"] == "approved"
    assert shown[friend.handle]["once"] is True
    assert shown[friend.handle]["no_remix"] is False
    assert shown[stranger.handle]["because"] == "mutuals"
    assert shown[stranger.handle]["no_remix"] is True
    assert shown[friend.handle]["not_for"] == shown[stranger.handle]["not_for"] == ["politics"]
    api.put(path(cameo, "pause"), as_=creator)
    assert users(api, cameo) == {}
    assert api.get(path(cameo, "users"), as_=friend).status_code == 404


def test_the_list_is_paged(api: Api, creator: Any, cameo: Cameo) -> None:
    people = [cast.adult() for _ in range(3)]
    for person in people:
        granted(cameo, person)
    first = api.get(path(cameo, "users?limit=2"), as_=creator).json()
    rest = api.get(path(cameo, f"users?limit=2&cursor={first['next']}"), as_=creator).json()
    handles = [one["person"]["handle"] for one in first["results"] + rest["results"]]
    assert handles == [person.handle for person in reversed(people)]


def test_the_list_names_whom_preflight_lets(api: Api, creator: Any, cameo: Cameo) -> None:
    teen = cast.teen()
    people = [cast.adult() for _ in range(4)] + [teen]
    granted(cameo, people[0])
    mutual(creator, people[1])
    follow(people[2], creator)
    block(people[3], creator)
    follow(teen, creator)
    for level in ("only_me", "approved", "mutuals", "everyone"):
        set_level(cameo, level)
        listed = set(usable_by(cameo, timezone.now()))
        allowed = {one for one in people if answer(api, cameo, one) == "ok"}
        assert listed == allowed, level


@pytest.mark.parametrize("scopes", [["voice"], ["face", "voice"]])
def test_the_list_knows_what_was_released(
    api: Api, creator: Any, cameo: Cameo, scopes: list[str]
) -> None:
    Cameo.objects.filter(pk=cameo.pk).update(voice_released=False)
    cameo.refresh_from_db()
    speaker, both, anybody = cast.adult(), cast.adult(), cast.adult()
    granted(cameo, speaker, scopes=("voice",))
    granted(cameo, both, scopes=("face", "voice"))
    set_level(cameo, "everyone", scopes=scopes)
    allowed = {one for one in (speaker, both, anybody) if answer(api, cameo, one) == "ok"}
    assert set(usable_by(cameo, timezone.now())) == allowed
    assert allowed == ({both, anybody} if "face" in scopes else {both})
    assert users(api, cameo)[both.handle]["scopes"] == ["face"]
