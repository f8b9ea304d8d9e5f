"""Hours against an oracle that walks minute by minute, over every change of clocks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.safeguards.clock import Place, day_began, day_ends, next_start, running_until
from accounts.safeguards.windows import DAYS, read_windows
from tests.accounts.safeguards.test_values import WINDOWS
from tests.accounts.safeguards.values import ALWAYS

MINUTE = timedelta(minutes=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


# Changes of clocks: the usual hour, at midnight, by half an hour, in the other half of the year, a
# negative one, a day that does not exist; and a zone that has none.
CHANGES = [
    ("Europe/Berlin", utc(2026, 3, 29, 1)),
    ("Europe/Berlin", utc(2026, 10, 25, 1)),
    ("America/New_York", utc(2026, 11, 1, 6)),
    ("America/Santiago", utc(2026, 4, 5, 3)),
    ("America/Santiago", utc(2026, 9, 6, 4)),
    ("America/Havana", utc(2026, 11, 1, 5)),
    ("Australia/Lord_Howe", utc(2026, 4, 4, 15)),
    ("Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),
    ("Africa/Casablanca", utc(2026, 2, 15, 2)),
    ("Pacific/Apia", utc(2011, 12, 30, 10)),
    ("Asia/Kathmandu", utc(2026, 6, 1)),
]
REACH = timedelta(days=3)


def walls(zone: ZoneInfo, at: datetime) -> list[tuple[datetime, datetime]]:
    """Each minute around `at`, and what the clock on the wall shows."""
    count = int(2 * REACH / MINUTE)
    moments = (at - REACH + n * MINUTE for n in range(count))
    return [(one, one.astimezone(zone).replace(tzinfo=None)) for one in moments]


def oracle(raw: list[dict[str, Any]], zone: ZoneInfo, at: datetime) -> set[datetime]:
    """The minutes in which some window holds, by the rule as it is written down."""
    line = walls(zone, at)
    found: set[datetime] = set()
    day = line[0][1].replace(hour=0, minute=0) - timedelta(days=1)
    while day <= line[-1][1]:
        for window in raw:
            if DAYS[day.weekday()] in window["days"]:
                start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (window["from"], window["to"]))
                begins = day + start * MINUTE
                ends = begins + ((end - start) % 1440 or 1440) * MINUTE
                reached = [n for n, (_, wall) in enumerate(line) if wall >= begins]
                before = [n for n, (_, wall) in enumerate(line) if wall < ends]
                if reached and before:
                    found |= {line[n][0] for n in range(reached[0], before[-1] + 1)}
        day += timedelta(days=1)
    return found


# Windows whose ends lie where clocks jump, beside any others.
AT_THE_JUMP = st.sampled_from(
    ["00:00", "00:30", "01:00", "01:30", "01:45", "02:00", "02:10", "02:30", "03:00", "03:30"]
)
NEAR = st.lists(
    st.fixed_dictionaries(
        {
            "days": st.just(list(DAYS)),
            "from": AT_THE_JUMP,
            "to": AT_THE_JUMP,
            "stops": st.just("all"),
        }
    ),
    min_size=1,
    max_size=1,
)


@settings(max_examples=120)
@given(
    st.sampled_from(CHANGES),
    NEAR | WINDOWS.map(lambda raw: raw[:2]),
    st.integers(-150, 150) | st.integers(-1500, 1500),
)
def test_hours_hold_in_the_minutes_of_the_oracle(
    change: tuple[str, datetime], raw: list[dict[str, Any]], off: int
) -> None:
    zone, near = ZoneInfo(change[0]), change[1]
    at = near + off * MINUTE
    silent, places = read_windows(raw).silent, [Place(change[0])]
    held = oracle(raw, zone, near)
    end = running_until(silent, places, at)
    assert (end is not None) == (at in held)
    if end is not None and end < near + REACH:
        assert end not in held
        assert end - MINUTE in held
        assert all(at + n * MINUTE in held for n in range(int((end - at) / MINUTE)))
    start = next_start(silent, places, at)
    if start is not None and start < near + REACH:
        assert start in held
        assert start - MINUTE not in held


def night(frm: str, to: str) -> int:
    return read_windows([{"days": list(DAYS), "from": frm, "to": to}]).silent


BERLIN = [Place("Europe/Berlin")]
SPRING, AUTUMN = (2026, 3, 29), (2026, 10, 25)  # 02:00 is 03:00, and 03:00 is 02:00 again


def test_a_window_that_begins_in_the_gap_begins_at_the_jump() -> None:
    assert next_start(night("02:30", "06:00"), BERLIN, utc(*SPRING)) == utc(*SPRING, 1)


def test_a_window_that_ends_in_the_gap_ends_at_the_jump() -> None:
    assert running_until(night("23:00", "02:30"), BERLIN, utc(*SPRING)) == utc(*SPRING, 1)


def test_a_window_that_lies_in_the_gap_is_not_that_day() -> None:
    assert next_start(night("02:10", "02:40"), BERLIN, utc(*SPRING)) == utc(2026, 3, 30, 0, 10)


def test_a_window_that_ends_in_the_repeated_hour_holds_through_both_passes() -> None:
    assert running_until(night("23:00", "02:30"), BERLIN, utc(*AUTUMN)) == utc(*AUTUMN, 1, 30)


def test_a_window_that_begins_in_the_repeated_hour_begins_at_the_first_pass() -> None:
    assert next_start(night("02:30", "06:00"), BERLIN, utc(2026, 10, 24, 23)) == utc(*AUTUMN, 0, 30)
    assert running_until(night("02:30", "06:00"), BERLIN, utc(*AUTUMN, 1, 10)) == utc(*AUTUMN, 5)


def test_a_night_of_a_change_of_clocks_is_an_hour_shorter_or_longer() -> None:
    assert running_until(night("22:00", "07:00"), BERLIN, utc(*SPRING)) == utc(*SPRING, 5)
    assert running_until(night("22:00", "07:00"), BERLIN, utc(*AUTUMN)) == utc(*AUTUMN, 6)


def test_neighbouring_windows_are_one() -> None:
    both = night("20:00", "00:00") | night("00:00", "06:00")
    assert running_until(both, BERLIN, utc(2026, 6, 1, 19)) == utc(2026, 6, 2, 4)


def test_what_has_no_end_says_a_week_and_a_day() -> None:
    end = running_until(read_windows(ALWAYS).closed, BERLIN, utc(2026, 6, 1, 19))
    assert end is not None
    assert end > utc(2026, 6, 8, 19)


def test_of_two_places_either_is_enough_until_the_former_is_over() -> None:
    two = [Place("Asia/Tokyo"), Place("Europe/Berlin", until=utc(2026, 6, 2, 12))]
    quiet = night("22:00", "06:00")
    assert running_until(quiet, two, utc(2026, 6, 1, 14)) == utc(2026, 6, 2, 4)  # both in turn
    assert running_until(quiet, two, utc(2026, 6, 2, 3)) == utc(2026, 6, 2, 4)  # Berlin
    assert running_until(quiet, two, utc(2026, 6, 2, 22)) is None
    assert running_until(quiet, two, utc(2026, 6, 2, 14)) == utc(2026, 6, 2, 21)


@pytest.mark.parametrize("day", [SPRING, AUTUMN, (2026, 6, 1)])
def test_a_day_is_from_midnight_to_midnight_however_long(day: tuple[int, int, int]) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    midnight = datetime(*day, tzinfo=berlin)
    noon = datetime(*day, 12, tzinfo=berlin).astimezone(UTC)
    assert day_began(BERLIN, noon) == midnight
    assert day_ends(BERLIN, noon) == midnight + timedelta(days=1)  # on the clock of the wall


def test_of_two_places_the_day_is_over_when_both_are() -> None:
    at = utc(2026, 6, 1, 20)
    two = [Place("Pacific/Auckland"), Place("Europe/Berlin", until=utc(2026, 6, 2, 20))]
    assert day_began(two, at) == utc(2026, 5, 31, 22)
    assert day_ends(two, at) == utc(2026, 6, 2, 12)
    assert day_ends([Place("Europe/Berlin")], at) == utc(2026, 6, 1, 22)
