"""Quiet and school hours: nothing but safety is pushed in them, and one push after (T3, R5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.models import SafeguardSettings
from accounts.safeguards import Limit
from accounts.services.safeguards import choose_limits
from config.demo.stand_ins.push_service import PushService
from inbox.models import Push
from tests import cast
from tests.inbox.notifications.telling import alarmed, decided, follow, lost
from tests.inbox.push.phones import Phones, states, work
from tests.parental.families import linked, set_control

pytestmark = pytest.mark.django_db
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
EVERY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NIGHT = [{"days": EVERY, "from": "22:00", "to": "06:30", "stops": "all"}]


@pytest.fixture(autouse=True)
def _long_sessions(settings: Any) -> None:
    """A phone stays signed in over the days that these tests travel."""
    settings.SESSION_COOKIE_AGE = 400 * 24 * 3600


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A Wednesday in winter, at four in the afternoon in Berlin."""
    with time_machine.travel(at(2027, 1, 13, 16), tick=False) as clock:
        yield clock


def at(year: int, month: int, day: int, hour: int, minute: int = 0, zone: Any = BERLIN) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(UTC)


def living_in(person: Any, zone: str) -> None:
    SafeguardSettings.objects.update_or_create(person=person, defaults={"time_zone": zone})


@pytest.fixture
def young(clock: Any, teen: Any, phones: Phones) -> Any:
    """A teen in Berlin with a phone."""
    living_in(teen, "Europe/Berlin")
    phones.of(teen)
    return teen


def told(apns: PushService) -> list[str]:
    return [asked.headers["apns-collapse-id"] for asked in apns.asked]


def test_at_night_it_waits_and_in_the_morning_one_push_comes(
    young: Any, apns: PushService, clock: Any
) -> None:
    clock.move_to(at(2027, 1, 14, 0, 30))
    for _ in range(5):
        lost(young)
    work()
    assert not apns.asked
    assert states() == [("held", "")] * 5
    assert {push.next_try_at for push in Push.objects.all()} == {at(2027, 1, 14, 6)}
    clock.move_to(at(2027, 1, 14, 5, 59))
    assert work() == 0
    clock.move_to(at(2027, 1, 14, 6))
    assert work() == 5
    (asked,) = apns.asked
    assert asked.payload["aps"]["alert"] == {"loc-key": "push.new"}
    assert asked.payload["aps"]["badge"] == 5
    assert sorted(state for state, _why in states()) == ["merged"] * 4 + ["sent"]
    assert Push.objects.get(outcome="sent").tells == 5
    assert work() == 0


def test_an_adults_own_night_ends_with_a_digest_that_counts(
    clock: Any, creator: Any, phones: Phones, apns: PushService
) -> None:
    living_in(creator, "America/New_York")
    choose_limits(person=creator, wanted={Limit.QUIET_HOURS: NIGHT})
    phones.of(creator)
    clock.move_to(at(2027, 1, 13, 23, zone=NEW_YORK))
    for _ in range(3):
        lost(creator)
    work()
    assert not apns.asked
    clock.move_to(at(2027, 1, 14, 6, 30, zone=NEW_YORK))
    work()
    (asked,) = apns.asked
    assert asked.payload["aps"]["alert"] == {"loc-key": "push.digest", "loc-args": ["3"]}
    assert asked.payload["kind"] == "digest"
    assert "id" not in asked.payload


def test_one_that_waited_alone_says_what_it_is(
    clock: Any, creator: Any, phones: Phones, apns: PushService
) -> None:
    choose_limits(person=creator, wanted={Limit.QUIET_HOURS: NIGHT})
    phones.of(creator)
    clock.move_to(datetime(2027, 1, 13, 23, tzinfo=UTC))
    lost(creator)
    work()
    clock.move_to(datetime(2027, 1, 14, 7, tzinfo=UTC))
    work()
    assert told(apns) == ["videos"]


def test_what_was_seen_or_hidden_meanwhile_is_not_counted(
    young: Any, apns: PushService, clock: Any, friend: Any
) -> None:
    from accounts.models import Block, Follow

    Follow.objects.create(follower=young, followed=friend)
    clock.move_to(at(2027, 1, 14, 1))
    follow(young, friend)
    for _ in range(3):
        lost(young)
    work()
    Block.objects.create(blocker=young, blocked=friend)
    clock.move_to(at(2027, 1, 14, 6))
    work()
    assert Push.objects.get(outcome="sent").tells == 3
    assert ("dropped", "not_to_be_told") in states()
    assert len(apns.asked) == 1


@pytest.mark.parametrize(
    ("moment", "held_until"),
    [
        # SB 976 and SAFE for Kids: midnight to six, school days from eight to three.
        (at(2027, 1, 13, 8), at(2027, 1, 13, 15)),
        (at(2027, 1, 13, 14, 59), at(2027, 1, 13, 15)),
        (at(2027, 1, 13, 15), None),
        (at(2027, 1, 16, 10), None),  # Saturday
        (at(2027, 1, 16, 3), at(2027, 1, 16, 6)),
        (at(2027, 1, 13, 23, 59), None),
        (at(2027, 1, 14, 0), at(2027, 1, 14, 6)),
        # Clocks go forward on 28 March, from two to three: an hour less of night.
        (at(2027, 3, 28, 0, 30), datetime(2027, 3, 28, 4, tzinfo=UTC)),
        # And back on 31 October, from three to two: both passes of the hour are night.
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 5, tzinfo=UTC)),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), datetime(2027, 10, 31, 5, tzinfo=UTC)),
    ],
    ids=str,
)
def test_a_teens_hours_where_they_are(
    young: Any, apns: PushService, clock: Any, moment: datetime, held_until: datetime | None
) -> None:
    clock.move_to(moment)
    lost(young)
    work()
    if held_until is None:
        assert told(apns) == ["new"]
    else:
        assert not apns.asked
        assert Push.objects.get().next_try_at == held_until
        clock.move_to(held_until - timedelta(seconds=1))
        work()
        assert not apns.asked
        clock.move_to(held_until)
        work()
        assert told(apns) == ["new"]


def test_safety_is_heard_at_night_and_a_decision_comes_without_a_sound(
    young: Any, apns: PushService, clock: Any
) -> None:
    clock.move_to(at(2027, 1, 14, 2))
    alarmed(young), decided(young), lost(young)
    work()
    alarm, decision = apns.asked
    assert alarm.payload["aps"]["sound"] == "default"
    assert "sound" not in decision.payload["aps"]
    assert decision.payload["aps"]["interruption-level"] == "passive"
    assert (alarm.headers["apns-priority"], decision.headers["apns-priority"]) == ("10", "5")
    assert [state for state, _why in states()] == ["sent", "sent", "held"]


def test_apple_does_not_hand_over_late_what_would_come_at_night(
    young: Any, apns: PushService, clock: Any
) -> None:
    clock.move_to(at(2027, 1, 13, 23))
    lost(young), alarmed(young)
    work()
    ordinary, safety = (int(asked.headers["apns-expiration"]) for asked in apns.asked)
    assert ordinary == at(2027, 1, 14, 0).timestamp()
    assert safety == at(2027, 1, 14, 23).timestamp()


def test_hours_that_a_guardian_made_longer_meanwhile_hold(
    young: Any, apns: PushService, clock: Any
) -> None:
    link = linked(young, cast.guardian())
    clock.move_to(at(2027, 1, 14, 5))
    lost(young)
    work()
    longer = [{"days": EVERY, "from": "00:00", "to": "07:00", "stops": "notifications"}]
    set_control(link, Limit.QUIET_HOURS, longer)
    clock.move_to(at(2027, 1, 14, 6))
    work()
    assert not apns.asked
    clock.move_to(at(2027, 1, 14, 7))
    work()
    assert len(apns.asked) == 1


def test_hours_that_one_took_back_let_go_at_once(
    clock: Any, creator: Any, phones: Phones, apns: PushService
) -> None:
    choose_limits(person=creator, wanted={Limit.QUIET_HOURS: NIGHT})
    phones.of(creator)
    clock.move_to(datetime(2027, 1, 13, 23, tzinfo=UTC))
    lost(creator)
    work()
    assert states() == [("held", "")]
    choose_limits(person=creator, wanted={Limit.QUIET_HOURS: None})
    work()
    assert told(apns) == ["videos"]


def test_a_guardian_who_turned_push_off_leaves_safety(
    young: Any, apns: PushService, clock: Any
) -> None:
    set_control(linked(young, cast.guardian()), Limit.PUSH, "off")
    Push.objects.all().delete()
    lost(young), alarmed(young)
    work()
    assert states() == [("dropped", "push_is_off"), ("sent", "")]
    assert len(apns.asked) == 1


def test_a_teen_may_turn_off_more(
    young: Any, phones: Phones, apns: PushService, clock: Any
) -> None:
    off = {"videos": {"push": False}}
    assert phones.api.patch("/me/notifications/preferences", off, as_=young).status_code == 200
    lost(young)
    work()
    assert states() == [("dropped", "not_to_be_told")]


def test_a_phone_in_two_zones_is_quiet_in_both(young: Any, apns: PushService, clock: Any) -> None:
    """A journey shortens nothing: Berlin's night, New York's, and both days of school together."""
    from accounts.services.safeguards import change_time_zone

    clock.move_to(at(2027, 1, 14, 1))
    change_time_zone(person=young, name="America/New_York")  # seven in the evening there
    lost(young)
    work()
    assert not apns.asked
    assert Push.objects.get().next_try_at == at(2027, 1, 14, 15, zone=NEW_YORK)


def test_at_an_unknown_place_it_is_utc(
    clock: Any, teen: Any, phones: Phones, apns: PushService
) -> None:
    phones.of(teen)
    clock.move_to(datetime(2027, 1, 14, 5, 59, tzinfo=UTC))
    lost(teen)
    work()
    assert not apns.asked
    assert Push.objects.get().next_try_at == datetime(2027, 1, 14, 6, tzinfo=UTC)
    assert timezone.now() < Push.objects.get().next_try_at
