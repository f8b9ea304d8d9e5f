"""What rooms that are not built will ask, ready for them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import SafeguardSettings, User
from accounts.safeguards.gates import CLAUSES, CODES, Gate, declare
from accounts.safeguards.limits import Limit
from accounts.safeguards.policies import Delivery, delivery_of, may_message, may_train_on
from accounts.safeguards.supervision import (
    Supervision,
    enrolment_is_released,
    register_enrolment_release,
    register_supervision,
)
from accounts.services.relations import block, follow
from lib.errors import HTTP_STATUS
from tests.accounts.safeguards.values import ALWAYS
from tests.client import Api


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def choose(person: User, zone: str = "", **choices: Any) -> None:
    given = {"choices": choices, "time_zone": zone}
    SafeguardSettings.objects.update_or_create(person=person, defaults=given)


@pytest.mark.parametrize(
    ("at", "held_until"),
    [
        (utc(2026, 11, 23, 22, 59), None),  # 23:59 in Berlin
        (utc(2026, 11, 23, 23), utc(2026, 11, 24, 5)),
        (utc(2026, 11, 24, 4, 59), utc(2026, 11, 24, 5)),
        (utc(2026, 11, 24, 5), None),
        (utc(2026, 11, 24, 7), utc(2026, 11, 24, 14)),  # school
        (utc(2026, 11, 24, 14), None),
        (utc(2026, 11, 28, 7), None),  # Saturday
    ],
)
def test_nothing_is_pushed_to_a_teen_at_night_or_at_school(
    teen: User, at: datetime, held_until: datetime | None
) -> None:
    choose(teen, "Europe/Berlin")
    expected = (Delivery.HOLD, held_until) if held_until else (Delivery.SEND, None)
    assert delivery_of(teen, at=at) == expected
    assert delivery_of(teen, at=at, is_safety=True) == (Delivery.SEND, None)


def test_an_adult_is_told_at_any_hour_unless_they_choose(creator: User) -> None:
    night = utc(2026, 11, 24, 2)
    assert delivery_of(creator, at=night)[0] == Delivery.SEND
    choose(creator, quiet_hours=ALWAYS)
    assert delivery_of(creator, at=night)[0] == Delivery.HOLD


def test_without_push_there_is_the_log_and_what_is_about_safety(creator: User) -> None:
    choose(creator, push="off")
    noon = utc(2026, 11, 24, 12)
    assert delivery_of(creator, at=noon) == (Delivery.LOG_ONLY, None)
    assert delivery_of(creator, at=noon, is_safety=True) == (Delivery.SEND, None)


def test_who_may_write_to_whom(creator: User, friend: User, teen: User) -> None:
    assert may_message(creator, friend)
    assert not may_message(creator, creator)
    assert not may_message(creator, teen)
    assert not may_message(teen, creator)
    follow(actor=teen, person=creator)
    assert not may_message(creator, teen)
    follow(actor=creator, person=teen)
    assert may_message(creator, teen)
    assert may_message(teen, creator)
    choose(teen, messages_from="nobody")
    assert not may_message(creator, teen)
    assert not may_message(teen, creator)
    block(actor=creator, person=friend)
    assert not may_message(friend, creator)


def test_nothing_of_a_teen_trains_a_model(teen: User, creator: User) -> None:
    assert not may_train_on(teen)
    assert may_train_on(creator)
    choose(creator, training="off")
    assert not may_train_on(creator)


def test_one_room_speaks_for_guardians(
    api: Api, teen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accounts.safeguards.supervision._watches", [])
    monkeypatch.setattr("accounts.safeguards.supervision._releases", [])
    assert not enrolment_is_released(teen)
    assert api.get("/me/safeguards", as_=teen).json()["supervision"] is None
    register_supervision(lambda person: Supervision(2, "Two guardians set limits for you."))
    register_enrolment_release(lambda person: person.pk == teen.pk)
    assert enrolment_is_released(teen)
    shown = api.get("/me/safeguards", as_=teen).json()["supervision"]
    assert shown == {"guardians": 2, "says": "Two guardians set limits for you."}
    for register in (register_supervision, register_enrolment_release):
        with pytest.raises(ValueError, match="one room"):
            register(lambda person: None)  # type: ignore[arg-type, return-value]


def test_what_cannot_refuse_is_no_limit_of_a_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.safeguards.gates._gates", {})
    with pytest.raises(ValueError, match="no clause"):
        declare(Gate("a gate of this test", (), limits=(Limit.FEED,), how="nothing"))
    with pytest.raises(ValueError, match="two gates"):
        declare(Gate("a gate of this test", (), how="something else"))


def test_every_clause_has_a_code_that_is_a_refusal() -> None:
    assert set(CLAUSES) == set(CODES)
    assert all(HTTP_STATUS[code] in (403, 422) for code in CODES.values())
