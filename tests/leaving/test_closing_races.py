"""Two at once: real threads, real commits."""

from functools import partial

import pytest
from django.utils import timezone

from accounts.events import AccountDeleted
from accounts.models import Standing, StandingReason, User
from accounts.services.closing import close_account, erase_at_once, erase_due, restore_account
from audit.models import AuditEvent
from lib.actors import Actor
from tests import cast
from tests.accounts.hearing import hear
from tests.accounts.test_races import at_once
from tests.standings import change_standing

pytestmark = pytest.mark.usefixtures("committing")

HOUSE = Actor.system("tests")


def test_closing_twice_at_once_is_closing_once(creator: User) -> None:
    found = at_once(*[partial(close_account, person=creator, actor=HOUSE)] * 4)
    assert len({one.erase_due_at for one in found}) == 1
    assert AuditEvent.objects.filter(action="accounts.person.closed").count() == 1


def test_of_the_eraser_and_somebody_who_returns_one_has_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for _ in range(6):
        person = cast.adult()
        close_account(person=person, actor=HOUSE)
        heard = hear(monkeypatch, AccountDeleted)
        at_once(
            partial(erase_at_once, person=person),
            erase_due,
            partial(restore_account, person=person, actor=HOUSE),
        )
        erase_due()  # whom they kept from each other the next sweep has
        now = User.objects.get(pk=person.pk)
        assert now.closed_at is None
        assert len(heard) == (now.deleted_at is not None)


def test_a_ban_beats_a_return_at_the_same_time(moderator: User) -> None:
    for _ in range(6):
        person = cast.adult()
        close_account(person=person, actor=HOUSE)
        held = User.objects.get(pk=person.pk)
        at_once(
            partial(restore_account, person=person, actor=HOUSE),
            partial(
                change_standing, person=held, to=Standing.BANNED, actor=moderator,
                reason=StandingReason.SAFETY,
            ),
        )  # fmt: skip
        assert User.objects.get(pk=person.pk).standing == Standing.BANNED


def test_of_many_erasers_each_person_is_erased_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [cast.adult() for _ in range(5)]
    for one in people:
        close_account(person=one, actor=HOUSE)
    User.objects.update(erase_due_at=timezone.now())
    heard = hear(monkeypatch, AccountDeleted)
    at_once(*[erase_due] * 4)
    assert sorted(one.user_id for one in heard) == sorted(one.pk for one in people)
