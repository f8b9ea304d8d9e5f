"""Who may use it: the owner's setting, its default, its limits, and two devices at once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import AuditEvent
from cameos.models import Cameo, CameoPermission
from cameos.permissions.levels import EVERYONE_LASTS
from cameos.services.permitting import decay_everyone
from inbox.models import Event
from tests.cameos.permissions.lending import answer, lent, mutual, set_level
from tests.client import Api, code_of


@pytest.fixture
def cameo(creator: Any) -> Cameo:
    made = lent(creator)
    CameoPermission.objects.all().delete()
    return made


def path(cameo: Cameo, rest: str = "permission") -> str:
    return f"/cameos/{cameo.public_id}/{rest}"


def change(api: Api, cameo: Cameo, person: Any, tag: str | None = None, **changes: Any) -> Any:
    if tag is None:
        tag = api.get(path(cameo), as_=person).headers.get("ETag", '"1"')
    return api.patch(path(cameo), changes, as_=person, headers={"If-Match": tag})


def test_a_new_cameo_is_its_owners_alone(api: Api, creator: Any, cameo: Cameo) -> None:
    response = api.get(path(cameo), as_=creator)
    assert response.json()["level"] == "only_me"
    assert response.headers["ETag"] == '"1"'


def test_nobody_else_reads_or_changes_it(api: Api, friend: Any, creator: Any, cameo: Cameo) -> None:
    mutual(creator, friend)
    assert api.get(path(cameo), as_=friend).status_code == 404
    assert change(api, cameo, friend, '"1"', level="everyone").status_code == 404


def test_what_is_left_out_stays_as_it_is(api: Api, creator: Any, cameo: Cameo) -> None:
    assert change(api, cameo, creator, level="mutuals", no_remix=True).status_code == 200
    changed = change(api, cameo, creator, reach="friends", scopes=["face"]).json()
    assert changed["level"] == "mutuals"
    assert changed["no_remix"] is True
    assert changed["reach"] == "friends"
    assert changed["scopes"] == ["face"]
    row = AuditEvent.objects.filter(action="cameos.permission.changed").latest("id")
    assert row.target == cameo.public_id


def test_of_two_devices_the_second_reads_first(api: Api, creator: Any, cameo: Cameo) -> None:
    tag = api.get(path(cameo), as_=creator).headers["ETag"]
    assert change(api, cameo, creator, tag, level="approved").status_code == 200
    late = change(api, cameo, creator, tag, level="everyone")
    assert (late.status_code, code_of(late)) == (412, "precondition_failed")
    bare = api.patch(path(cameo), {"level": "everyone"}, as_=creator)
    assert (bare.status_code, code_of(bare)) == (428, "precondition_required")
    for tag in ("*", 'W/"2"', "2", '"x"'):
        assert change(api, cameo, creator, tag, level="everyone").status_code == 412
    assert api.get(path(cameo), as_=creator).json()["level"] == "approved"


@pytest.mark.parametrize("level", ["mutuals", "everyone"])
@pytest.mark.parametrize("known", [True, False])
def test_a_teen_or_somebody_of_unknown_age_approves_people_one_by_one(
    api: Api, teen: Any, level: str, known: bool
) -> None:
    if not known:
        type(teen).objects.filter(pk=teen.pk).update(birth_date=None)
        teen.refresh_from_db()
    cameo = lent(teen, "only_me")
    refused = change(api, cameo, teen, level=level)
    assert (refused.status_code, code_of(refused)) == (403, "minor_policy")
    assert change(api, cameo, teen, level="approved").status_code == 200


def test_everyone_ends_after_ninety_days_unless_it_is_said_again(
    api: Api, creator: Any, friend: Any, stranger: Any, cameo: Cameo
) -> None:
    start = timezone.now()
    assert change(api, cameo, creator, level="everyone").status_code == 200
    mutual(creator, friend)
    assert answer(api, cameo, stranger) == "ok"
    with time_machine.travel(start + EVERYONE_LASTS + timedelta(minutes=1)):
        api.tokens.clear()
        assert api.get(path(cameo), as_=creator).json()["level"] == "mutuals"
        assert answer(api, cameo, stranger) == "not_available"
        assert answer(api, cameo, friend) == "ok"
        assert decay_everyone() == 1
        assert decay_everyone() == 0
        told = Event.objects.filter(person_id=creator.pk, type="cameo.no_longer_everyone")
        assert told.count() == 1
        assert CameoPermission.objects.get(cameo=cameo).level == "mutuals"
        assert change(api, cameo, creator, level="everyone").status_code == 200
        assert answer(api, cameo, stranger) == "ok"


def test_saying_it_again_in_time_renews_it(api: Api, creator: Any, cameo: Cameo) -> None:
    start = timezone.now()
    change(api, cameo, creator, level="everyone")
    with time_machine.travel(start + EVERYONE_LASTS - timedelta(days=1)):
        api.tokens.clear()
        change(api, cameo, creator, level="everyone")
    with time_machine.travel(start + EVERYONE_LASTS + timedelta(days=1)):
        assert decay_everyone() == 0
        assert CameoPermission.objects.get(cameo=cameo).level == "everyone"


def test_the_database_refuses_everyone_for_ever_and_nothing_lent(cameo: Cameo) -> None:
    set_level(cameo, "mutuals")
    row = CameoPermission.objects.filter(cameo=cameo)
    wrongs: list[dict[str, Any]] = [
        {"level": "everyone"}, {"everyone_until": timezone.now()}, {"scopes": []},
    ]  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**wrong)


def test_a_pause_suspends_all_and_keeps_what_was_permitted(
    api: Api, creator: Any, stranger: Any
) -> None:
    cameo = lent(creator)
    for _ in range(2):
        assert api.put(path(cameo, "pause"), as_=creator).status_code == 204
    assert api.get(path(cameo), as_=creator).json()["paused"] is True
    assert answer(api, cameo, stranger) == "not_available"
    assert answer(api, cameo, creator) == "not_available", "all uses, one's own too"
    for _ in range(2):
        assert api.delete(path(cameo, "pause"), as_=creator).status_code == 204
    assert answer(api, cameo, stranger) == "ok"
    assert AuditEvent.objects.filter(action="cameos.use.paused").count() == 1


def test_only_the_owner_pauses(api: Api, creator: Any, friend: Any) -> None:
    cameo = lent(creator)
    assert api.put(path(cameo, "pause"), as_=friend).status_code == 404
    assert answer(api, cameo, friend) == "ok"


@pytest.mark.parametrize(
    "body",
    [
        {"level": "all"}, {"level": 3}, {"scopes": []}, {"scopes": ["soul"]}, {"scopes": "face"},
        {"reach": "moon"}, {"no_remix": "yes"}, {"restrictions": ["politics"]}, {"version": 9},
    ],
)  # fmt: skip
def test_bodies_are_strict(api: Api, creator: Any, cameo: Cameo, body: dict[str, Any]) -> None:
    assert change(api, cameo, creator, '"1"', **body).status_code == 400


def test_the_list_of_ones_cameos_says_who_may_use_each(api: Any, creator: Any) -> None:
    cameo = lent(creator, "mutuals")
    assert api.get("/cameos", as_=creator).json()["results"][0]["usable_by"] == "mutuals"
    Cameo.objects.filter(pk=cameo.pk).update(usable_by_owner_only=True)
    assert api.get("/cameos", as_=creator).json()["results"][0]["usable_by"] == "only_me"
