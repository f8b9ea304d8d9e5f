"""At the people desk nobody bans alone, and what one suspends ends by itself (E19)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from time_machine import travel

from accounts.models import HeldDecision, HeldVerb, PersonHold, Standing, StandingReason, User
from accounts.protection import ALONE_AGAIN, ALONE_LASTS
from accounts.services.second_approval import approve, propose
from accounts.services.standing import change_standing, end_desk_suspensions, freeze
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError, StaleState
from tests import cast, standings
from tests.client import Api
from tests.staff import at_the_desk

SPAM = StandingReason.SPAM
SECOND = timedelta(seconds=1)


def now_of(person: User) -> User:
    return User.objects.get(pk=person.pk)


def alone(person: User, by: User, to: Standing) -> None:
    change_standing(person=now_of(person), to=to, actor=by, reason=SPAM)


def takes_two(person: User, by: User, to: Standing) -> bool:
    before = now_of(person).standing
    try:
        alone(person, by, to)
    except DomainError as refused:
        assert now_of(person).standing == before
        return refused.code == "second_approval_required"
    return False


def test_nobody_bans_alone_nor_lifts_a_ban(api: Api, creator: User, moderator: User) -> None:
    page, held = f"/admin/accounts/user/{creator.public_id}/standing/", HeldDecision.objects
    token = api.token(creator)
    assert takes_two(creator, moderator, Standing.BANNED)
    desk, second = at_the_desk(moderator), cast.moderator()
    assert "A ban, a suspension after another" in desk.get(page).content.decode()
    assert desk.post(page, {"to": "banned", "reason": "spam"}).status_code == 302
    assert api.get("/me", token=token).status_code == 200
    row = held.get()
    with pytest.raises(DomainError, match="not_allowed_for_self"):
        approve(decision=row, actor=moderator)
    approve(decision=row, actor=second)
    assert api.get("/me", token=token).status_code == 401
    for to in (Standing.SUSPENDED, Standing.LIMITED, Standing.GOOD):
        assert takes_two(creator, second, to)
    desk.post(page, {"to": "good", "reason": "mistake"})
    approve(decision=held.latest("asked_at"), actor=second)
    assert now_of(creator).standing == Standing.GOOD


def test_what_one_may_do_alone_is_not_held(creator: User, moderator: User) -> None:
    for to in (Standing.LIMITED, Standing.SUSPENDED):
        with pytest.raises(StaleState):
            propose(
                person=creator, verb=HeldVerb.STANDING, actor=moderator, reason="spam", to=to.value
            )


def test_a_suspension_by_one_ends_by_itself_and_its_owner_is_told(
    creator: User, moderator: User, deliver: Any
) -> None:
    start = timezone.now()
    mail.outbox.clear()
    alone(creator, moderator, Standing.SUSPENDED)
    deliver()
    day = f"{start + ALONE_LASTS + timedelta(minutes=5):%-d %B %Y}"
    assert f"until {day}" in str(mail.outbox[-1].body)
    assert " UTC, unless we decide otherwise" in str(mail.outbox[-1].body)
    with travel(start + ALONE_LASTS - SECOND, tick=False):
        assert end_desk_suspensions() == 0
    with travel(start + ALONE_LASTS + SECOND, tick=False):
        mail.outbox.clear()
        assert end_desk_suspensions() == 1
        assert end_desk_suspensions() == 0
        deliver()
    assert now_of(creator).standing == Standing.GOOD
    told = Event.objects.filter(person_id=creator.pk, type="account.standing_decided")
    assert told.latest("number").data == {"standing": "good", "reason": "not_told"}
    assert ["stands well" in str(one.body) for one in mail.outbox if one.to == [creator.email]]


def test_one_short_suspension_after_another_takes_two(creator: User, moderator: User) -> None:
    start = timezone.now()
    alone(creator, moderator, Standing.SUSPENDED)
    assert takes_two(creator, moderator, Standing.SUSPENDED), "nor is it made longer"
    alone(creator, moderator, Standing.GOOD)
    assert takes_two(creator, cast.moderator(), Standing.SUSPENDED)
    with travel(start + ALONE_AGAIN + SECOND, tick=False):
        alone(creator, moderator, Standing.SUSPENDED)


def test_what_two_suspend_stays_until_two_lift_it(creator: User, moderator: User) -> None:
    start = timezone.now()
    alone(creator, moderator, Standing.SUSPENDED)
    standings.change_standing(
        person=now_of(creator), to=Standing.SUSPENDED, actor=moderator, reason=SPAM
    )
    with travel(start + 2 * ALONE_LASTS, tick=False):
        assert end_desk_suspensions() == 0
    assert now_of(creator).standing == Standing.SUSPENDED
    assert takes_two(creator, moderator, Standing.GOOD)


def test_a_freeze_whose_cause_is_there_goes_on_afterwards(creator: User, moderator: User) -> None:
    start = timezone.now()
    User.objects.filter(pk=creator.pk).update(consent_rescinded_at=start)
    freeze(person=now_of(creator), actor=Actor.system("test"), reason=StandingReason.STORE_CONSENT)
    held = PersonHold.objects.filter(person=creator, lifted_at=None)
    held.update(cause="desk", until=start)  # as staff who suspend somebody frozen
    assert end_desk_suspensions() == 1
    assert now_of(creator).standing == Standing.SUSPENDED
    assert held.get().cause == "rule:store_consent"
