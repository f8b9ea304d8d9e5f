from typing import Any

import pytest

from accounts.models import SafeguardSettings, Standing, User
from accounts.safeguards import (
    ADULT_DEFAULTS,
    TEEN_DEFAULTS,
    Limit,
    Reason,
    add_layer,
    effective,
    is_looser,
    parse,
)
from tests.accounts.safeguards.values import loosest, strictest
from tests.client import Api

# What only guardians, or people themselves, take away.
SAME_FOR_ALL = {Limit.CREATION, Limit.PUSH}


def test_a_teen_is_told_what_limits_them_and_why(api: Api, teen: User) -> None:
    shown = api.get("/me/safeguards", as_=teen).json()["results"]
    assert {row["limit"]: row["value"] for row in shown} == TEEN_DEFAULTS
    assert all([r["reason"] for r in row["reasons"]] == ["teen_default"] for row in shown)


def test_an_adult_has_the_loosest_values(api: Api, creator: User) -> None:
    shown = api.get("/me/safeguards", as_=creator).json()["results"]
    assert {row["limit"]: row["value"] for row in shown} == {
        limit.value: loosest(limit) for limit in Limit
    }


@pytest.mark.parametrize("limit", Limit)
def test_unknown_age_has_the_teens_value_in_every_limit(creator: User, limit: Limit) -> None:
    creator.birth_date = None
    safeguard = effective(creator).limits[limit]
    assert (safeguard.value, safeguard.reasons) == (TEEN_DEFAULTS[limit], (Reason.TEEN_DEFAULT,))


@pytest.mark.parametrize("limit", Limit)
def test_a_teens_default_is_stricter_than_an_adults(limit: Limit) -> None:
    assert not is_looser(limit, TEEN_DEFAULTS[limit], ADULT_DEFAULTS[limit])
    assert is_looser(limit, ADULT_DEFAULTS[limit], TEEN_DEFAULTS[limit]) != (limit in SAME_FOR_ALL)


@pytest.mark.parametrize("limit", Limit)
def test_defaults_are_written_as_they_are_read(limit: Limit) -> None:
    for defaults in (TEEN_DEFAULTS, ADULT_DEFAULTS):
        assert parse(limit, defaults[limit]) == defaults[limit]


@pytest.mark.usefixtures("layers")
@pytest.mark.parametrize("born", ["teen", "creator"])
@pytest.mark.parametrize("limit", Limit)
def test_the_stricter_wins_and_says_whose_it_is(
    request: pytest.FixtureRequest, limit: Limit, born: str
) -> None:
    person: User = request.getfixturevalue(born)
    add_layer(Reason.GUARDIAN, lambda user: {limit: strictest(limit)})
    SafeguardSettings.objects.create(person=person, choices={limit.value: loosest(limit)})

    after = effective(person).limits[limit]

    assert after.value == strictest(limit)
    assert Reason.GUARDIAN in after.reasons
    assert Reason.OWN_CHOICE not in after.reasons


@pytest.mark.usefixtures("layers")
def test_all_who_want_the_same_are_reasons(teen: User) -> None:
    add_layer(Reason.GUARDIAN, lambda user: {Limit.FEED: "chronological"})
    SafeguardSettings.objects.create(person=teen, choices={"feed": "personalised"})
    assert effective(teen).limits[Limit.FEED].reasons == (Reason.TEEN_DEFAULT, Reason.GUARDIAN)


@pytest.mark.usefixtures("layers")
def test_everybody_who_asked_for_hours_is_a_reason_for_them(teen: User) -> None:
    evening = [{"days": ["sun"], "from": "20:00", "to": "00:00", "stops": "all"}]
    add_layer(Reason.GUARDIAN, lambda user: {Limit.QUIET_HOURS: evening})
    quiet = effective(teen).limits[Limit.QUIET_HOURS]
    assert quiet.reasons == (Reason.TEEN_DEFAULT, Reason.GUARDIAN)
    assert quiet.value == [*evening, *TEEN_DEFAULTS[Limit.QUIET_HOURS]]


@pytest.mark.usefixtures("layers")
def test_a_reason_has_one_layer() -> None:
    add_layer(Reason.GUARDIAN, lambda user: {})
    for reason in Reason:
        with pytest.raises(ValueError, match="already"):
            add_layer(reason, lambda user: {})


def test_what_is_stricter_is_permitted_and_what_is_looser_is_not(teen: User) -> None:
    limits = effective(teen)
    assert limits.permits(Limit.MESSAGES_FROM, "nobody")
    assert limits.permits(Limit.MESSAGES_FROM, "mutuals")
    assert not limits.permits(Limit.MESSAGES_FROM, "everyone")


@pytest.mark.usefixtures("layers")
def test_limits_cost_one_query_and_one_for_each_layer(
    teen: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        effective(teen)
    add_layer(Reason.GUARDIAN, lambda user: dict.fromkeys([], User.objects.count()))
    SafeguardSettings.objects.create(
        person=teen, choices={"feed": "following", "push": "off"}, region="US-CA",
        region_source="staff", time_zone="Europe/Berlin",
    )  # fmt: skip
    with django_assert_num_queries(2):
        effective(teen)


def test_a_limited_account_is_told_that_it_makes_nothing(creator: User) -> None:
    creator.state = Standing.LIMITED.value
    making = effective(creator).limits[Limit.CREATION]
    assert (making.value, making.reasons) == ("off", (Reason.STANDING,))
