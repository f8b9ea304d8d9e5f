from collections.abc import Iterator
from itertools import product

import pytest

from accounts import safeguards
from accounts.models import User
from accounts.safeguards import SCALES, TEEN_DEFAULTS, Limit, Reason, effective
from tests.client import Api


@pytest.fixture
def layers() -> Iterator[None]:
    """Layers of the test go with it."""
    before = dict(safeguards._layers)
    yield
    safeguards._layers.clear()
    safeguards._layers.update(before)


def test_a_teen_is_told_what_limits_them_and_why(api: Api, teen: User) -> None:
    shown = api.get("/me/safeguards", as_=teen).json()["results"]
    assert {row["limit"]: row["value"] for row in shown} == TEEN_DEFAULTS
    assert {row["reason"] for row in shown} == {"teen_default"}


def test_an_adult_has_the_loosest_values(api: Api, creator: User) -> None:
    shown = api.get("/me/safeguards", as_=creator).json()["results"]
    assert {row["limit"]: row["value"] for row in shown} == {
        limit.value: scale[-1] for limit, scale in SCALES.items()
    }


@pytest.mark.parametrize("limit", Limit)
def test_unknown_age_has_the_teens_value_in_every_limit(creator: User, limit: Limit) -> None:
    creator.birth_date = None
    safeguard = effective(creator).limits[limit]
    assert (safeguard.value, safeguard.reason) == (TEEN_DEFAULTS[limit], Reason.TEEN_DEFAULT)


@pytest.mark.usefixtures("layers")
@pytest.mark.parametrize(("limit", "born"), list(product(Limit, ("teen", "creator"))))
def test_the_stricter_wins_and_says_whose_it_is(
    request: pytest.FixtureRequest, limit: Limit, born: str
) -> None:
    person: User = request.getfixturevalue(born)
    scale = SCALES[limit]
    before = effective(person).value(limit)
    wanted = {"strict": scale[0], "loose": scale[-1]}
    safeguards.add_layer(Reason.GUARDIAN, lambda user: {limit: wanted["strict"]})
    safeguards.add_layer(Reason.JURISDICTION, lambda user: {limit: wanted["loose"]})

    after = effective(person).limits[limit]

    assert after.value == scale[0]
    assert (after.reason == Reason.GUARDIAN) == (before != scale[0])


@pytest.mark.usefixtures("layers")
def test_a_reason_has_one_layer() -> None:
    safeguards.add_layer(Reason.GUARDIAN, lambda user: {})
    with pytest.raises(ValueError, match="already"):
        safeguards.add_layer(Reason.GUARDIAN, lambda user: {})


def test_what_is_stricter_is_permitted_and_what_is_looser_is_not(teen: User) -> None:
    limits = effective(teen)
    assert limits.permits(Limit.MESSAGES_FROM, "nobody")
    assert limits.permits(Limit.MESSAGES_FROM, "mutuals")
    assert not limits.permits(Limit.MESSAGES_FROM, "everyone")


def test_every_teen_default_is_on_its_scale_and_stricter_than_an_adults() -> None:
    for limit, scale in SCALES.items():
        assert scale.index(TEEN_DEFAULTS[limit]) < len(scale) - 1
