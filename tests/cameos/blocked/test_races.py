"""Two at once, on connections of their own: one wins, and of a face nothing is left over."""

import pytest

from cameos.blocked.confirming import confirm
from cameos.models import BlockedTransition, CameoKey, FaceTemplate
from cameos.work.blocking import measure
from cameos.work.unblocking import erase
from lib.outbox.models import OutboxMessage
from tests import roles
from tests.cameos.blocked.conftest import Desk, files, staff
from tests.cameos.blocked.kinds import GreyKind
from tests.cameos.enrolment.test_races import at_once

pytestmark = [pytest.mark.usefixtures("committing"), pytest.mark.slow]


@pytest.fixture
def confirmed(kind: GreyKind, desk: Desk) -> Desk:
    desk.one.has_perm("")  # asked once: the likeness role reads nobody's rights
    return desk


@pytest.mark.parametrize("_time", range(6))
def test_taken_back_while_it_is_measured(confirmed: Desk, _time: int) -> None:
    desk = confirmed
    row = desk.propose()
    confirm(likeness=row, by=desk.other)
    with roles.acting_as("likeness"):
        at_once(lambda: measure(row.pk), lambda: desk.withdraw(row))
        erase(row.pk)
        assert (desk.now(row).state, files()) == ("withdrawn", [])
        assert desk.now(row).erased_at is not None
        assert not CameoKey.objects.exists()
        assert not FaceTemplate.objects.exists()


def test_of_two_workers_one_measures(confirmed: Desk, kind: GreyKind) -> None:
    row = confirmed.propose()
    confirm(likeness=row, by=confirmed.other)
    with roles.acting_as("likeness"):
        at_once(*([lambda: measure(row.pk)] * 3))
        assert (CameoKey.objects.count(), kind.embedded) == (1, 1)
    assert confirmed.now(row).state == "measured"


def test_of_two_who_confirm_one_does(desk: Desk) -> None:
    row, third = desk.propose(), staff()
    answers = at_once(
        lambda: confirm(likeness=row, by=desk.other), lambda: confirm(likeness=row, by=third)
    )
    assert answers.count("stale_state") == 1
    assert BlockedTransition.objects.filter(to_state="confirmed").count() == 1
    assert OutboxMessage.objects.filter(actor_name="measure_blocked").count() == 1
