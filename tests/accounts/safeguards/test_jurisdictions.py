"""The law of a place, by day: a table, and the rules of what a file may say."""

from datetime import UTC, datetime

import pytest

from accounts.models import SafeguardSettings, User
from accounts.safeguards import TEEN_DEFAULTS, Limit, Reason, effective, is_looser
from accounts.safeguards.jurisdictions import in_force, read_rules
from lib.errors import DomainError

FILE = """
version = "test"
[[rules]]
id = "country"
place = "DE"
band = "under_18"
from = 2026-03-01
until = 2026-09-30
source = "a law of the country"
limits = { daily_minutes = 90 }
[[rules]]
id = "part"
place = "DE-BY"
band = "under_18"
from = 2026-06-01
source = "a law of a part of it"
limits = { daily_minutes = 45, feed = "following" }
[[rules]]
id = "for all"
place = "FR"
band = "everyone"
from = 2026-01-01
source = "a law for everybody"
limits = { training = "off" }
"""
RULES = read_rules(FILE)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("region", "is_adult", "at", "limits"),
    [
        ("", False, utc(2026, 6, 15), {}),
        ("XX", False, utc(2026, 6, 15), {}),
        ("D", False, utc(2026, 6, 15), {}),
        ("DEX", False, utc(2026, 6, 15), {}),
        ("DE", False, utc(2026, 2, 28, 9, 59), {}),
        ("DE", False, utc(2026, 2, 28, 10), {"daily_minutes": 90}),  # 1 March in Kiritimati
        ("DE", False, utc(2026, 6, 15), {"daily_minutes": 90}),
        ("DE", True, utc(2026, 6, 15), {}),
        ("DE", False, utc(2026, 10, 1, 11, 59), {"daily_minutes": 90}),  # 30 September in Baker
        ("DE", False, utc(2026, 10, 1, 12), {}),
        ("DE-BE", False, utc(2026, 6, 15), {"daily_minutes": 90}),
        ("DE-BY", False, utc(2026, 4, 1), {"daily_minutes": 90}),
        ("DE-BY", False, utc(2026, 6, 15), {"daily_minutes": 45, "feed": "following"}),
        ("DE-BY", False, utc(2026, 12, 1), {"daily_minutes": 45, "feed": "following"}),
        ("FR", True, utc(2026, 6, 15), {"training": "off"}),
        ("FR", False, utc(2025, 6, 15), {}),
    ],
)
def test_which_limits_hold_where_and_when(
    region: str, is_adult: bool, at: datetime, limits: dict[str, object]
) -> None:
    assert RULES.limits(region, is_adult=is_adult, at=at) == limits


@pytest.mark.parametrize(
    ("to", "than", "looser"),
    [
        ("DE", "", False),
        ("", "", False),
        ("FR", "DE", True),
        ("DE", "DE-BY", True),
        ("DE-BY", "DE", False),
        ("DE-BE", "DE", False),
        ("FR", "", False),
    ],
)
def test_whether_a_move_spares_anything_now_or_later(to: str, than: str, looser: bool) -> None:
    assert RULES.is_looser(to, than, at=utc(2026, 1, 15)) is looser


def test_the_law_of_the_place_is_a_reason(teen: User) -> None:
    SafeguardSettings.objects.create(person=teen, region="US-VA", region_source="self_declared")
    day = effective(teen, at=utc(2026, 6, 1)).limits[Limit.DAILY_MINUTES]
    assert (day.value, day.reasons) == (60, (Reason.JURISDICTION,))
    before = effective(teen, at=utc(2025, 12, 1)).limits[Limit.DAILY_MINUTES]
    assert (before.value, before.reasons) == (120, (Reason.TEEN_DEFAULT,))


@pytest.mark.parametrize("region", ["", "US", "US-CA", "US-VA", "DE"])
@pytest.mark.parametrize("limit", Limit)
def test_no_place_loosens_a_default(teen: User, region: str, limit: Limit) -> None:
    source = "staff" if region else ""
    SafeguardSettings.objects.create(person=teen, region=region, region_source=source)
    assert not is_looser(limit, effective(teen).value(limit), TEEN_DEFAULTS[limit])


def test_our_file_is_well_formed_and_names_its_sources() -> None:
    rules = in_force()
    assert rules.version
    assert {rule.place for rule in rules.rules} == {"US-CA", "US-VA"}
    assert all(rule.limits and len(rule.source) > 40 for rule in rules.rules)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('place = "FR"', 'place = "France"'),
        ('band = "everyone"', 'band = "children"'),
        ('"for all"', '"part"'),
        ("until = 2026-09-30", "until = 2026-01-01"),
        ("from = 2026-01-01", "from = 2026-01-01T00:00:00Z"),
        ('training = "off"', 'training = "maybe"'),
        ('training = "off"', 'sleeping = "off"'),
        ('source = "a law for everybody"', 'source = ""'),
    ],
)
def test_a_file_that_says_something_else_is_refused(old: str, new: str) -> None:
    assert old in FILE
    with pytest.raises((ValueError, DomainError)):
        read_rules(FILE.replace(old, new))


@pytest.mark.parametrize("limit", ["discoverable_by", "followed_by"])
def test_a_rule_that_could_not_act_is_refused(limit: str) -> None:
    """Of adults these two are read from the age and what they chose, by queries over many."""
    value = f'{limit} = "teens_and_people_i_follow"'
    with pytest.raises(ValueError, match="for all"):
        read_rules(FILE.replace('training = "off"', value))
    read_rules(FILE.replace("daily_minutes = 90", value))
