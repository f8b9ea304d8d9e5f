"""Two people, never one: whoever recorded a release cannot confirm it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from audit.models import AuditEvent
from cameos.blocked.confirming import confirm, decline
from cameos.blocked.limits import CONFIRMED_WITHIN
from cameos.blocked.switching import SWITCH
from cameos.models import BlockedLikeness, BlockedTransition
from lib.errors import DomainError, StaleState
from lib.outbox.models import OutboxMessage
from tests.cameos.blocked.conftest import Deliver, Desk, files, staff
from tests.cameos.blocked.kinds import GreyKind


def owed() -> list[str]:
    return list(OutboxMessage.objects.values_list("actor_name", flat=True))


def test_another_confirms_and_only_then_is_anything_measured(desk: Desk) -> None:
    row = desk.propose()
    assert owed() == []
    confirm(likeness=row, by=desk.other)
    kept = desk.now(row)
    assert (kept.state, kept.confirmed_by) == ("confirmed", desk.other.pk)
    assert owed() == ["measure_blocked"]
    steps = BlockedTransition.objects.filter(subject_id=row.pk).order_by("pk")
    assert [(one.to_state, one.actor) for one in steps] == [
        ("proposed", desk.one.public_id),
        ("confirmed", desk.other.public_id),
    ]


@pytest.mark.parametrize("verb", [confirm, decline])
def test_whoever_recorded_it_decides_nothing(desk: Desk, verb: object) -> None:
    row = desk.propose()
    with pytest.raises(DomainError) as refused:
        verb(likeness=row, by=desk.one)  # type: ignore[operator]
    assert refused.value.code == "permission_denied"
    assert desk.now(row).state == "proposed"
    assert owed() == []


def test_the_database_refuses_one_person_for_both(desk: Desk) -> None:
    row = desk.propose()
    with pytest.raises(IntegrityError, match="another_confirms_a_blocked_person_than_proposed"):
        BlockedLikeness.objects.filter(pk=row.pk).update(confirmed_by=desk.one.pk)


def test_the_database_refuses_what_nobody_confirmed(desk: Desk) -> None:
    row = desk.propose()
    with pytest.raises(IntegrityError, match="nobody_is_blocked_unconfirmed"):
        rows = BlockedLikeness.objects.filter(pk=row.pk)
        rows.update(state="measured", measured_at=timezone.now())


@pytest.mark.parametrize("verb", [confirm, decline])
def test_whoever_has_no_right_decides_nothing(desk: Desk, verb: object) -> None:
    row = desk.propose()
    with pytest.raises(DomainError) as refused:
        verb(likeness=row, by=staff("propose_blockedlikeness"))  # type: ignore[operator]
    assert refused.value.code == "permission_denied"


def test_nobody_confirms_while_it_is_switched_off(desk: Desk) -> None:
    row = desk.propose()
    SWITCH.turn_off(by=desk.one)
    with pytest.raises(DomainError) as refused:
        confirm(likeness=row, by=desk.other)
    assert refused.value.code == "temporarily_disabled"
    assert desk.now(row).state == "proposed"


def test_it_is_decided_once(desk: Desk) -> None:
    row = desk.propose()
    confirm(likeness=row, by=desk.other)
    for verb in (confirm, decline):
        with pytest.raises(StaleState):
            verb(likeness=row, by=staff())


@pytest.mark.parametrize("verb", [confirm, decline])
@pytest.mark.parametrize(
    "changed",
    [
        {"ends_on": timezone.now().date()},
        {"proposed_at": timezone.now() - CONFIRMED_WITHIN - timedelta(minutes=1)},
    ],
    ids=["its end has come", "nobody confirmed it in time"],
)
def test_what_is_over_is_nobodys_to_decide(
    desk: Desk, changed: dict[str, object], verb: object
) -> None:
    """The clock has not run yet."""
    row = desk.propose()
    BlockedLikeness.objects.filter(pk=row.pk).update(**changed)
    with pytest.raises(StaleState):
        verb(likeness=row, by=desk.other)  # type: ignore[operator]
    assert desk.now(row).state == "proposed"
    assert owed() == []


def test_declined_the_portraits_go(desk: Desk, kind: GreyKind, deliver: Deliver) -> None:
    row = desk.propose()
    decline(likeness=row, by=desk.other)
    deliver()
    kept = desk.now(row)
    assert (kept.state, kept.picture_keys, files()) == ("declined", [], [])
    assert kept.erased_at is not None
    assert kind.embedded == 0
    assert AuditEvent.objects.filter(action="cameos.blocked.declined").exists()
