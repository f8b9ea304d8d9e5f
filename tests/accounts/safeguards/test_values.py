from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.safeguards import SCALES, WINDOWED, Limit, is_looser, parse, stricter
from accounts.safeguards.windows import DAYS, WEEK, Hours, pieces, read_windows, write_windows
from lib.errors import DomainError, ErrorCode
from tests.accounts.safeguards.values import loosest, strictest

TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
WINDOWS = st.lists(
    st.fixed_dictionaries(
        {
            "days": st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True),
            "from": TIMES,
            "to": TIMES,
            "stops": st.sampled_from(["all", "notifications"]),
        }
    ),
    max_size=4,
)


def values(limit: Limit) -> st.SearchStrategy[Any]:
    if limit in WINDOWED:
        return WINDOWS.map(lambda raw: parse(limit, raw))
    if limit == Limit.DAILY_MINUTES:
        return st.none() | st.integers(0, 1440)
    return st.sampled_from(SCALES[limit])


LIMITS_AND_THREE = st.sampled_from(list(Limit)).flatmap(
    lambda limit: st.tuples(st.just(limit), values(limit), values(limit), values(limit))
)


@given(LIMITS_AND_THREE)
def test_the_stricter_of_values_is_a_join(case: tuple[Limit, Any, Any, Any]) -> None:
    limit, a, b, c = case
    both = stricter(limit, a, b)
    assert stricter(limit, b, a) == both
    assert stricter(limit, both, both) == both
    assert stricter(limit, both, c) == stricter(limit, a, stricter(limit, b, c))
    assert not is_looser(limit, both, a)
    assert not is_looser(limit, both, b)
    assert parse(limit, both) == both


@given(LIMITS_AND_THREE)
def test_not_looser_both_ways_is_the_same(case: tuple[Limit, Any, Any, Any]) -> None:
    limit, a, b, _ = case
    assert (not is_looser(limit, a, b) and not is_looser(limit, b, a)) == (a == b)
    assert is_looser(limit, a, b) == (stricter(limit, a, b) != a)


@pytest.mark.parametrize("limit", Limit)
def test_the_ends_of_every_scale(limit: Limit) -> None:
    assert is_looser(limit, loosest(limit), strictest(limit))
    assert parse(limit, strictest(limit)) == strictest(limit)
    assert parse(limit, loosest(limit)) == loosest(limit)


def oracle(raw: list[dict[str, Any]], stops: tuple[str, ...]) -> set[int]:
    """Minutes of the week, counted one by one."""
    found = set()
    for window in raw:
        if window["stops"] in stops:
            start, end = (int(t[:2]) * 60 + int(t[3:]) for t in (window["from"], window["to"]))
            for day in window["days"]:
                minute = DAYS.index(day) * 1440 + start
                for _ in range((end - start) % 1440 or 1440):
                    found.add(minute % WEEK)
                    minute += 1
    return found


def as_set(minutes: int) -> set[int]:
    return {n for n in range(WEEK) if minutes >> n & 1}


@given(WINDOWS)
def test_windows_are_the_minutes_that_they_name(raw: list[dict[str, Any]]) -> None:
    hours = read_windows(raw)
    assert as_set(hours.silent) == oracle(raw, ("all", "notifications"))
    assert as_set(hours.closed) == oracle(raw, ("all",))
    assert read_windows(write_windows(hours)) == hours


@given(WINDOWS)
def test_pieces_are_all_of_it_and_no_longer_than_a_day(raw: list[dict[str, Any]]) -> None:
    silent = read_windows(raw).silent
    runs = list(pieces(silent))
    covered = [(p.day * 1440 + p.start + n) % WEEK for p in runs for n in range(p.minutes)]
    assert all(0 < p.minutes <= 1440 for p in runs)
    assert sorted(covered) == sorted(as_set(silent))


def test_stopping_notifications_alone_is_looser_than_stopping_all() -> None:
    night = {"days": ["mon"], "from": "22:00", "to": "06:00"}
    all_stops = parse(Limit.QUIET_HOURS, [night])
    milder = parse(Limit.QUIET_HOURS, [night | {"stops": "notifications"}])
    assert all_stops[0]["stops"] == "all"
    assert is_looser(Limit.QUIET_HOURS, milder, all_stops)
    assert not is_looser(Limit.QUIET_HOURS, all_stops, milder)


def test_a_whole_weekend_is_one_run() -> None:
    raw = [
        {"days": ["fri"], "from": "18:00", "to": "18:00"},
        {"days": ["sat"], "from": "18:00", "to": "18:00"},
        {"days": ["sun"], "from": "18:00", "to": "06:00"},
    ]
    (first, *_) = runs = list(pieces(read_windows(raw).closed))
    assert (first.day, first.start) == (4, 18 * 60)
    assert sum(run.minutes for run in runs) == 60 * 60


WRONG: list[tuple[Limit, Any]] = [
    (Limit.CONTENT, "everything"),
    (Limit.CONTENT, None),
    (Limit.CONTENT, ["under_18"]),
    (Limit.DAILY_MINUTES, -1),
    (Limit.DAILY_MINUTES, 1441),
    (Limit.DAILY_MINUTES, True),
    (Limit.DAILY_MINUTES, 60.0),
    (Limit.DAILY_MINUTES, "60"),
    (Limit.QUIET_HOURS, None),
    (Limit.QUIET_HOURS, {}),
    (Limit.QUIET_HOURS, ["mon"]),
    (Limit.QUIET_HOURS, [{"days": [], "from": "22:00", "to": "06:00"}]),
    (Limit.QUIET_HOURS, [{"days": ["monday"], "from": "22:00", "to": "06:00"}]),
    (Limit.QUIET_HOURS, [{"days": [["mon"]], "from": "22:00", "to": "06:00"}]),
    (Limit.QUIET_HOURS, [{"days": "mon", "from": "22:00", "to": "06:00"}]),
    (Limit.QUIET_HOURS, [{"days": ["mon"], "from": "24:00", "to": "06:00"}]),
    (Limit.QUIET_HOURS, [{"days": ["mon"], "from": "22:00"}]),
    (Limit.QUIET_HOURS, [{"days": ["mon"], "from": "22:00", "to": 600}]),
    (Limit.QUIET_HOURS, [{"days": ["mon"], "from": "22:00", "to": "06:00", "zone": "UTC"}]),
    (Limit.QUIET_HOURS, [{"days": ["mon"], "from": "22:00", "to": "06:00", "stops": []}]),
    (Limit.SCHOOL_HOURS, [{"days": ["mon"], "from": "08:00", "to": "15:00"}] * 29),
]


@pytest.mark.parametrize(("limit", "raw"), WRONG)
def test_what_is_no_value_is_refused(limit: Limit, raw: Any) -> None:
    with pytest.raises(DomainError) as refused:
        parse(limit, raw)
    assert (refused.value.code, refused.value.attr) == (ErrorCode.INVALID, limit.value)


def test_hours_that_are_closed_are_silent() -> None:
    closed = read_windows([{"days": ["wed"], "from": "10:00", "to": "11:00"}])
    assert closed.closed == closed.silent
    assert Hours(closed.silent, 0).covers(closed) is False
