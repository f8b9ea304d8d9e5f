"""A bonus only for whoever brought somebody who turned out well (A12)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.db.utils import InternalError
from django.utils import timezone
from time_machine import travel

from accounts.events import InviteeMatured
from accounts.models import Referral, Standing, StandingReason, User
from accounts.services.deletion import delete_account
from accounts.services.referrals import MATURES_AFTER, mature_invitees
from accounts.tasks import record_referrals
from audit.models import AuditEvent
from inbox.models import Event
from lib.actors import Actor
from tests.accounts.hearing import hear
from tests.accounts.test_invite_trees import brought
from tests.standings import change_standing

DAY = timedelta(days=1)


def _after(days: timedelta) -> int:
    with travel(timezone.now() + days):
        return mature_invitees()


def test_it_comes_after_the_last_day_and_once(
    creator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = hear(monkeypatch, InviteeMatured)
    invitee = brought(creator)
    assert _after(MATURES_AFTER - DAY) == 0
    assert _after(MATURES_AFTER + DAY) == 1
    assert _after(MATURES_AFTER + 2 * DAY) == 0
    assert heard == [InviteeMatured(inviter_id=creator.pk, invitee_id=invitee.pk)]
    row = Referral.objects.get()
    assert (row.inviter_id, row.invitee_id) == (creator.pk, invitee.pk)
    assert AuditEvent.objects.filter(action="accounts.referral.matured").count() == 1
    (told,) = Event.objects.filter(person_id=creator.pk)
    assert (told.type, told.data) == ("invite.matured", {"invitee": invitee.public_id})


def test_a_strike_starts_the_days_anew(creator: User, moderator: User) -> None:
    invitee = brought(creator)
    now = timezone.now()
    for to in (Standing.LIMITED, Standing.GOOD):
        with travel(now + 10 * DAY):
            change_standing(person=invitee, to=to, actor=moderator, reason=StandingReason.SPAM)
    assert _after(MATURES_AFTER + DAY) == 0
    assert _after(10 * DAY + MATURES_AFTER - DAY) == 0
    assert _after(10 * DAY + MATURES_AFTER + DAY) == 1


def _limited(person: User) -> None:
    User.objects.filter(pk=person.pk).update(state="limited")


def _unconfirmed(person: User) -> None:
    User.objects.filter(pk=person.pk).update(joined_at=None)


def _gone(person: User) -> None:
    delete_account(person=person, actor=Actor.person(person.pk))


@pytest.mark.parametrize(
    ("whose", "fate"),
    [("invitee", one) for one in (_limited, _unconfirmed, _gone)]
    + [("inviter", one) for one in (_limited, _gone)],
)
def test_none_where_either_does_not_stand_well(
    creator: User, whose: str, fate: Callable[[User], None]
) -> None:
    invitee = brought(creator)
    fate(invitee if whose == "invitee" else creator)
    assert _after(MATURES_AFTER + DAY) == 0
    assert not Referral.objects.exists()


def test_the_ledger_only_grows(creator: User) -> None:
    brought(creator)
    _after(MATURES_AFTER + DAY)
    for change in (
        lambda: Referral.objects.update(at=timezone.now()),
        lambda: Referral.objects.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()


def test_the_scheduled_work_runs_with_the_rights_of_a_worker(creator: User, as_worker: Any) -> None:
    brought(creator)
    with travel(timezone.now() + MATURES_AFTER + DAY), as_worker():
        record_referrals.fn()
    assert Referral.objects.count() == 1
