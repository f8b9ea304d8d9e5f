"""Every way in which a link ends, and what holds then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.models import AgeBand, AgeSource, Standing, StandingReason, User
from accounts.safeguards import TEEN_DEFAULTS, Limit, effective
from accounts.services.ages import signal_age
from accounts.services.deletion import delete_account
from accounts.services.relations import block
from lib.actors import Actor
from parental.models import FamilyNotice, GuardianLink, LinkCode
from parental.services.inviting import invite
from parental.states import EndReason
from parental.work.outgrown import end_outgrown
from tests.client import Api
from tests.parental.families import PHONE, asked, set_control
from tests.standings import change_standing

SYSTEM = Actor.system("test")


def unlink_by_teen(link: GuardianLink, staff: User) -> None:
    Api().delete(f"/family/links/{link.public_id}", as_=link.teen)


def unlink_by_guardian(link: GuardianLink, staff: User) -> None:
    Api().delete(f"/family/links/{link.public_id}", as_=link.guardian)


def block_by_teen(link: GuardianLink, staff: User) -> None:
    block(actor=link.teen, person=link.guardian)


def block_by_guardian(link: GuardianLink, staff: User) -> None:
    block(actor=link.guardian, person=link.teen)


def suspend_guardian(link: GuardianLink, staff: User) -> None:
    person = User.objects.get(pk=link.guardian_id)
    change_standing(person=person, to=Standing.SUSPENDED, actor=staff, reason=StandingReason.SAFETY)


def ban_guardian(link: GuardianLink, staff: User) -> None:
    person = User.objects.get(pk=link.guardian_id)
    change_standing(person=person, to=Standing.BANNED, actor=staff, reason=StandingReason.SAFETY)


def delete_guardian(link: GuardianLink, staff: User) -> None:
    delete_account(person=link.guardian, actor=SYSTEM)


def delete_teen(link: GuardianLink, staff: User) -> None:
    delete_account(person=link.teen, actor=SYSTEM)


def doubt_guardian(link: GuardianLink, staff: User) -> None:
    signal_age(person=link.guardian, band=AgeBand.TEEN, source=AgeSource.STAFF, actor=SYSTEM)


def teen_is_a_child(link: GuardianLink, staff: User) -> None:
    signal_age(person=link.teen, band=AgeBand.UNDER_13, source=AgeSource.REPORT, actor=SYSTEM)


WAYS: dict[Callable[[GuardianLink, User], None], tuple[EndReason, str]] = {
    unlink_by_teen: (EndReason.TEEN_UNLINKED, "teen"),
    unlink_by_guardian: (EndReason.GUARDIAN_UNLINKED, "guardian"),
    block_by_teen: (EndReason.TEEN_UNLINKED, "teen"),
    block_by_guardian: (EndReason.GUARDIAN_UNLINKED, "guardian"),
    suspend_guardian: (EndReason.GUARDIAN_SHUT_OUT, "house"),
    ban_guardian: (EndReason.GUARDIAN_SHUT_OUT, "house"),
    delete_guardian: (EndReason.GUARDIAN_DELETED, "house"),
    delete_teen: (EndReason.TEEN_DELETED, "house"),
    doubt_guardian: (EndReason.ASSURANCE_LOST, "house"),
    teen_is_a_child: (EndReason.AGE_CHANGED, "house"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_link_ends_the_other_hears_of_it_and_the_defaults_stay(
    way: Callable[[GuardianLink, User], None], link: GuardianLink, moderator: User
) -> None:
    reason, by = WAYS[way]
    set_control(link, Limit.MESSAGES_FROM, "nobody")
    set_control(link, Limit.DAILY_MINUTES, 30)
    FamilyNotice.objects.all().delete()

    way(link, moderator)

    link.refresh_from_db()
    assert (link.state, link.end_reason) == ("ended", reason)
    teen = User.objects.get(pk=link.teen_id)
    limits = effective(teen)
    assert {limit: limits.value(limit) for limit in Limit} == TEEN_DEFAULTS
    told = {row.person_id: row for row in FamilyNotice.objects.all()}
    gone = {"delete_guardian": link.guardian_id, "delete_teen": link.teen_id}.get(way.__name__)
    assert set(told) == {link.teen_id, link.guardian_id} - {gone}
    for row in told.values():
        assert row.data == {"link": link.public_id, "by": by}
        assert row.due_at <= timezone.now()


def test_lifting_a_suspension_brings_no_link_back(link: GuardianLink, moderator: User) -> None:
    suspend_guardian(link, moderator)
    person = User.objects.get(pk=link.guardian_id)
    change_standing(person=person, to=Standing.GOOD, actor=moderator, reason=StandingReason.MISTAKE)
    link.refresh_from_db()
    assert link.state == "ended"


def test_a_question_ends_with_the_guardian_too(teen: User, guardian: User, moderator: User) -> None:
    link = asked(teen, guardian)
    ban_guardian(link, moderator)
    link.refresh_from_db()
    assert link.state == "ended"


def test_a_code_ends_with_the_teen(teen: User) -> None:
    invite(teen=teen, device=PHONE)
    delete_account(person=teen, actor=SYSTEM)
    assert not LinkCode.objects.exists()


def test_nobody_ends_another_familys_link(api: Api, link: GuardianLink, stranger: User) -> None:
    assert api.delete(f"/family/links/{link.public_id}", as_=stranger).status_code == 404
    link.refresh_from_db()
    assert link.state == "active"


def birthday_of(teen: User) -> Any:
    assert teen.birth_date
    day = teen.birth_date.replace(year=teen.birth_date.year + 18)
    return timezone.now().replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=5
    )


def test_on_the_18th_birthday_the_link_ends_and_nothing_limits_any_more(
    link: GuardianLink, deliver: Callable[[], int]
) -> None:
    set_control(link, Limit.DAILY_MINUTES, 30)
    deliver()
    mail.outbox.clear()
    morning = birthday_of(link.teen)
    with time_machine.travel(morning - timedelta(minutes=1), tick=True):
        assert end_outgrown() == 0
        assert effective(link.teen).value(Limit.DAILY_MINUTES) == 30
    with time_machine.travel(morning, tick=True):
        assert effective(link.teen).value(Limit.DAILY_MINUTES) is None, "before the sweep too"
        assert end_outgrown() == 1
        assert end_outgrown() == 0
        deliver()
    link.refresh_from_db()
    assert (link.state, link.end_reason) == ("ended", "came_of_age")
    assert sorted(str(one.to[0]) for one in mail.outbox) == sorted(
        [str(link.teen.email), str(link.guardian.email)]
    )
    assert {one.subject for one in mail.outbox} == {"A family link ended with the 18th birthday"}


def test_a_guardian_of_whom_we_are_not_sure_any_more_is_none(
    link: GuardianLink, settings: Any
) -> None:
    assert end_outgrown() == 0
    settings.GUARDIAN_ASSURANCE = "document"
    assert end_outgrown() == 1
    link.refresh_from_db()
    assert link.end_reason == EndReason.ASSURANCE_LOST


def test_from_that_minute_a_guardian_reads_no_day_of_an_adult(api: Api, link: GuardianLink) -> None:
    with time_machine.travel(birthday_of(link.teen), tick=True):
        api.tokens.clear()
        for tail in ("activity", "controls", "releases"):
            path = f"/family/links/{link.public_id}/{tail}"
            assert api.get(path, as_=link.guardian).status_code == 404, tail
        withdrawn = api.delete(f"{path}/enrolment", as_=link.guardian)
        assert withdrawn.status_code == 404
