from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import RegionSource, SafeguardSettings, User, WatchedTime
from accounts.safeguards import (
    SCALES,
    TEEN_DEFAULTS,
    WINDOWED,
    Limit,
    Reason,
    add_layer,
    effective,
    is_looser,
)
from accounts.safeguards.words import meaning
from accounts.services.deletion import delete_account
from accounts.services.safeguards import change_region
from audit.models import AuditEvent
from inbox.models import Event
from lib.actors import Actor
from tests.accounts.safeguards.values import loosest, strictest
from tests.client import Api, code_of

EVENING = {"days": ["sun"], "from": "20:00", "to": "00:00", "stops": "all"}
SUNDAY_EVENING = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


def lives_in(person: User, zone: str) -> None:
    """For long: no other zone counts any more."""
    SafeguardSettings.objects.update_or_create(person=person, defaults={"time_zone": zone})


def patch(api: Api, person: User, **body: Any) -> Any:
    return api.patch("/me/safeguards", body, as_=person)


def row(answer: Any, limit: Limit) -> Any:
    assert answer.status_code == 200, answer.content
    return next(one for one in answer.json()["results"] if one["limit"] == limit)


@pytest.mark.parametrize("limit", Limit)
@pytest.mark.parametrize("who", ["teen", "creator"])
def test_anybody_may_make_any_limit_stricter_and_take_that_back(
    request: pytest.FixtureRequest, api: Api, limit: Limit, who: str
) -> None:
    person = request.getfixturevalue(who)
    before = row(api.get("/me/safeguards", as_=person), limit)
    tightened = row(patch(api, person, limits={limit.value: strictest(limit)}), limit)
    assert (tightened["value"], tightened["own_choice"]) == (strictest(limit), strictest(limit))
    assert "own_choice" in [one["reason"] for one in tightened["reasons"]]
    assert row(patch(api, person, limits={limit.value: None}), limit) == before


@pytest.mark.parametrize("limit", [one for one in Limit if one not in {"creation", "push"}])
def test_a_teen_never_loosens(api: Api, teen: User, limit: Limit) -> None:
    refused = patch(api, teen, limits={limit.value: loosest(limit)})
    if loosest(limit) not in ([], None):  # no hours of one's own, no choice of one's own
        assert (refused.status_code, code_of(refused)) == (403, "safeguard_loosens")
        assert refused.json()["errors"][0]["attr"] == limit
    assert effective(teen).value(limit) == TEEN_DEFAULTS[limit]


@pytest.mark.usefixtures("layers")
def test_what_a_guardian_set_is_as_far_as_a_teen_goes(api: Api, teen: User) -> None:
    add_layer(Reason.GUARDIAN, lambda user: {Limit.FEED: "following", Limit.DAILY_MINUTES: 30})
    assert code_of(patch(api, teen, limits={"daily_minutes": 31})) == "safeguard_loosens"
    assert code_of(patch(api, teen, limits={"feed": "chronological"})) == "safeguard_loosens"
    assert row(patch(api, teen, limits={"daily_minutes": 29}), Limit.DAILY_MINUTES)["value"] == 29
    assert row(patch(api, teen, limits={"daily_minutes": None}), Limit.DAILY_MINUTES)["value"] == 30


def test_all_of_a_request_or_nothing(api: Api, teen: User) -> None:
    refused = patch(
        api, teen, time_zone="Asia/Tokyo", limits={"push": "off", "feed": "personalised"}
    )
    assert refused.status_code == 403
    assert not SafeguardSettings.objects.filter(person=teen).exclude(time_zone="").exists()
    assert effective(teen).value(Limit.PUSH) == "on"


def test_hours_of_ones_own_come_beside_the_others(api: Api, teen: User) -> None:
    quiet = row(patch(api, teen, limits={"quiet_hours": [EVENING]}), Limit.QUIET_HOURS)
    assert quiet["value"] == [EVENING, *TEEN_DEFAULTS[Limit.QUIET_HOURS]]
    assert [one["changed_by"] for one in quiet["reasons"]] == ["age", "you"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"limits": {"feed": 7}}, 400, "invalid"),
        ({"limits": {"nonsense": "off"}}, 400, "unknown_field"),
        ({"limits": []}, 400, "wrong_type"),
        ({"time_zone": "Mars/Olympus_Mons"}, 400, "invalid"),
        ({"time_zone": "localtime"}, 400, "invalid"),
        ({"time_zone": "../etc/passwd"}, 400, "invalid"),
        ({"region": "us-ca"}, 400, "invalid"),
        ({"region": "Bavaria"}, 400, "max_length"),
        ({"choices": {}}, 400, "unknown_field"),
    ],
)
def test_what_is_malformed_is_refused(
    api: Api, teen: User, body: Any, status: int, code: str
) -> None:
    refused = patch(api, teen, **body)
    assert (refused.status_code, code_of(refused)) == (status, code)


def test_devices_hear_of_a_change_and_an_audit_row_names_the_limits(api: Api, teen: User) -> None:
    for _ in range(2):  # the second says nothing new
        patch(api, teen, limits={"push": "off", "feed": "following"})
    assert Event.objects.filter(person_id=teen.pk, type="safeguards.changed").count() == 1
    rows = AuditEvent.objects.filter(action="accounts.safeguards.chosen")
    assert [one.facts["limits"] for one in rows] == ["feed,push"]


def test_until_when_it_is_quiet_is_said_where_one_is(api: Api, teen: User) -> None:
    with time_machine.travel(SUNDAY_EVENING, tick=False):
        lives_in(teen, "Europe/Berlin")
        patch(api, teen, limits={"quiet_hours": [EVENING]})
        said = api.get("/me/safeguards", as_=teen).json()["next_change"]
    assert said["says"].startswith("Quiet until 00:00 in Europe/Berlin: nothing is made")
    assert said["at"] == "2026-11-22T23:00:00Z"


def test_an_adults_first_zone_counts_at_once(api: Api, creator: User) -> None:
    zone = patch(api, creator, time_zone="Asia/Tokyo").json()["time_zone"]
    assert zone == {"name": "Asia/Tokyo", "former": None, "former_until": None}


def test_a_teen_sheds_no_hours_by_naming_the_first_zone(api: Api, teen: User) -> None:
    """Until then UTC counted, and it does for a day."""
    with time_machine.travel(SUNDAY_EVENING, tick=False) as clock:
        patch(api, teen, limits={"quiet_hours": [EVENING]})
        assert effective(teen).closed_until(SUNDAY_EVENING)
        zone = patch(api, teen, time_zone="America/Los_Angeles").json()["time_zone"]
        assert (zone["former"], zone["former_until"]) == ("UTC", "2026-11-23T20:30:00Z")
        assert effective(teen).closed_until(SUNDAY_EVENING) == datetime(2026, 11, 23, tzinfo=UTC)
        refused = patch(api, teen, time_zone="Asia/Tokyo")
        assert (refused.status_code, code_of(refused)) == (429, "time_zone_changed_lately")
        clock.shift(timedelta(days=7))
        api.tokens.clear()
        assert effective(teen).closed_until(SUNDAY_EVENING + timedelta(days=7)) is None


def test_who_says_that_utc_is_right_changes_nothing(api: Api, teen: User) -> None:
    zone = patch(api, teen, time_zone="UTC").json()["time_zone"]
    assert zone == {"name": "UTC", "former": None, "former_until": None}


def test_a_journey_keeps_both_zones_for_a_day_and_then_the_new_one(api: Api, teen: User) -> None:
    with time_machine.travel(SUNDAY_EVENING, tick=False) as clock:
        lives_in(teen, "Europe/London")
        patch(api, teen, limits={"quiet_hours": [EVENING]})
        assert effective(teen).closed_until(SUNDAY_EVENING)
        zone = patch(api, teen, time_zone="Asia/Tokyo").json()["time_zone"]
        assert zone["former"] == "Europe/London"
        still = effective(teen).closed_until(SUNDAY_EVENING)
        assert still == datetime(2026, 11, 23, tzinfo=UTC)
        again = patch(api, teen, time_zone="Europe/London")
        assert (again.status_code, code_of(again)) == (429, "time_zone_changed_lately")
        assert again["Retry-After"] == str(24 * 3600)
        clock.shift(timedelta(hours=24))
        api.tokens.clear()
        assert effective(teen).closed_until(SUNDAY_EVENING + timedelta(days=7)) is None
        assert patch(api, teen, time_zone="Europe/London").status_code == 200


def test_hours_that_run_for_longer_than_a_day_outlast_a_journey(api: Api, teen: User) -> None:
    weekend = [{"days": ["fri", "sat"], "from": "18:00", "to": "18:00"},
               {"days": ["sun"], "from": "18:00", "to": "22:00"}]  # fmt: skip
    friday = datetime(2026, 11, 20, 19, tzinfo=UTC)
    with time_machine.travel(friday, tick=False):
        patch(api, teen, limits={"quiet_hours": weekend})
        zone = patch(api, teen, time_zone="Asia/Tokyo").json()["time_zone"]
    assert zone["former_until"] == "2026-11-22T22:00:00Z"


def test_an_adult_travels_freely(api: Api, creator: User) -> None:
    for name in ("Europe/London", "Asia/Tokyo", "Europe/London"):
        zone = patch(api, creator, time_zone=name).json()["time_zone"]
    assert zone == {"name": "Europe/London", "former": None, "former_until": None}


def test_a_teen_moves_only_to_where_no_less_is_asked(api: Api, teen: User) -> None:
    assert patch(api, teen, region="DE").status_code == 200
    assert patch(api, teen, region="US-VA").json()["region"] == {
        "code": "US-VA",
        "source": "self_declared",
    }
    refused = patch(api, teen, region="DE")
    assert (refused.status_code, code_of(refused)) == (403, "safeguard_loosens")
    assert row(api.get("/me/safeguards", as_=teen), Limit.DAILY_MINUTES)["value"] == 60


def test_what_staff_said_of_a_region_stands(api: Api, creator: User, moderator: User) -> None:
    actor = Actor.person(moderator.pk)
    change_region(person=creator, region="US-CA", actor=actor, source=RegionSource.STAFF)
    assert code_of(patch(api, creator, region="DE")) == "safeguard_loosens"


def test_of_a_deleted_account_nothing_of_it_stays(api: Api, teen: User) -> None:
    patch(api, teen, time_zone="Asia/Tokyo", limits={"push": "off"})
    WatchedTime.objects.create(person=teen, quarter=SUNDAY_EVENING, minutes=1)
    delete_account(person=teen, actor=Actor.person(teen.pk))
    assert not SafeguardSettings.objects.filter(person=teen).exists()
    assert not WatchedTime.objects.filter(person=teen).exists()


def test_every_value_of_every_limit_has_words() -> None:
    for limit in Limit:
        values = SCALES.get(limit, (strictest(limit), loosest(limit)))
        said = [meaning(limit, value) for value in values]
        assert all(said)
        assert len(set(said)) == len(said)
        assert limit in WINDOWED or not is_looser(limit, values[0], values[-1])
