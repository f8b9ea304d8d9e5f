"""A first look that is owed is asked for again, and by nobody twice at once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from enforcement.models import Case
from enforcement.triage import examining
from enforcement.triage.examining import AGAIN_AFTER, examine_overdue
from lib.outbox.models import OutboxMessage
from tests.accounts.test_races import at_once
from tests.enforcement.queueing import waiting

pytestmark = pytest.mark.django_db


def overdue(number: int) -> list[Case]:
    """The first waits longest."""
    cases = waiting(number)
    for place, case in enumerate(cases):
        case.opened_at = timezone.now() - (2 + number - place) * AGAIN_AFTER
        case.save(update_fields=["opened_at"])
    return cases


def asked() -> list[str]:
    rows = OutboxMessage.objects.filter(actor_name="examine_case").order_by("pk")
    return [row.args[0] for row in rows]


def test_the_sweeper_asks_once_in_a_period_and_again_in_the_next() -> None:
    cases = overdue(2)
    assert [examine_overdue() for _ in range(3)] == [2, 0, 0]
    assert asked() == [str(one.pk) for one in cases]
    # The messages were lost.
    Case.objects.update(sent_at=timezone.now() - AGAIN_AFTER + timedelta(seconds=5))
    assert examine_overdue() == 0
    Case.objects.update(sent_at=timezone.now() - AGAIN_AFTER)
    assert examine_overdue() == 2
    assert Counter(asked()) == {str(one.pk): 2 for one in cases}


def test_those_that_fail_again_and_again_keep_no_other_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(examining, "SENT_AT_ONCE", 2)
    cases = overdue(4)
    for _ in range(2):
        assert examine_overdue() == 2
    Case.objects.update(sent_at=timezone.now() - AGAIN_AFTER)
    late = overdue(1)
    assert examine_overdue() == 2
    assert asked() == [str(one.pk) for one in (*cases, *late, cases[0])]


def test_what_was_examined_meanwhile_is_not_asked_for() -> None:
    one, other = overdue(2)
    examine_overdue()
    Case.objects.update(sent_at=timezone.now() - AGAIN_AFTER)
    Case.objects.filter(pk=one.pk).update(examined_at=timezone.now())
    assert examine_overdue() == 1
    assert Counter(asked()) == {str(one.pk): 1, str(other.pk): 2}


@pytest.mark.usefixtures("committing")
def test_of_sweepers_at_once_one_asks() -> None:
    cases = overdue(20)
    at_once(*[examine_overdue] * 4)
    assert Counter(asked()) == dict.fromkeys((str(one.pk) for one in cases), 1)
