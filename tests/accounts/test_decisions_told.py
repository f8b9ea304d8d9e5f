"""What staff decide of an account is told to its owner: in the app, and by mail (E23)."""

from typing import Any

import pytest
from django.core import mail

from accounts.models import HeldVerb, Standing, StandingReason, User
from accounts.models.standings import STAFF_REASONS, TOLD_REASONS
from accounts.services.deletion import delete_account
from accounts.services.forced_sign_out import SignOutReason, force_sign_out
from accounts.services.regions import RegionReason, set_region
from accounts.services.second_approval import approve, propose
from accounts.services.standing import freeze
from accounts.tasks import mail_about_decision
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError
from tests import cast
from tests.accounts.desk.conftest import colleague
from tests.accounts.signing_up import sign_in
from tests.client import Api
from tests.parental.families import linked
from tests.standings import change_standing

BY_STAFF = ("account.standing_decided", "account.signed_out", "account.region_set")


def heard(person: User) -> list[tuple[str, dict[str, Any]]]:
    rows = Event.objects.filter(person_id=person.pk, type__in=BY_STAFF).order_by("number")
    return [(row.type, row.data) for row in rows]


def letters(person: User) -> list[str]:
    return [f"{one.subject}\n{one.body}" for one in mail.outbox if one.to == [person.email]]


def decide(person: User, by: User, to: Standing, reason: StandingReason) -> None:
    change_standing(person=person, to=to, actor=by, reason=reason)


@pytest.mark.parametrize("who", ["creator", "teen"])
def test_whoever_is_limited_reads_it_in_the_app_and_by_mail(
    api: Api,
    moderator: User,
    request: pytest.FixtureRequest,
    deliver: Any,
    who: str,
) -> None:
    person: User = request.getfixturevalue(who)
    decide(person, moderator, Standing.LIMITED, StandingReason.SPAM)
    deliver()
    listed = api.get("/me/notifications", as_=person).json()["results"]
    [one] = [row for row in listed if row["type"] == "account.standing_decided"]
    assert one["category"] == "enforcement"
    assert one["data"] == {"standing": "limited", "reason": "spam"}
    [letter] = letters(person)
    assert "is limited" in letter
    assert "spam" not in letter  # the app says why
    decide(person, moderator, Standing.GOOD, StandingReason.MISTAKE)
    deliver()
    assert heard(person)[-1][1] == {"standing": "good", "reason": "mistake"}
    assert "stands well" in letters(person)[-1]


def test_whoever_is_shut_out_reads_why_by_mail(
    creator: User, moderator: User, deliver: Any
) -> None:
    decide(creator, moderator, Standing.BANNED, StandingReason.HARASSMENT)
    deliver()
    [letter] = letters(creator)
    assert "is banned" in letter
    assert "The reason: harassment." in letter


@pytest.mark.parametrize("reason", [one for one in STAFF_REASONS if one not in TOLD_REASONS])
@pytest.mark.parametrize("to", [Standing.LIMITED, Standing.SUSPENDED])
def test_of_safety_an_age_and_a_court_nobody_is_told(
    creator: User, moderator: User, deliver: Any, to: Standing, reason: StandingReason
) -> None:
    decide(creator, moderator, to, reason)
    deliver()
    told = heard(creator)
    assert told == [("account.standing_decided", {"standing": to.value, "reason": "not_told"})]
    [letter] = letters(creator)
    assert "reason" not in letter
    assert not {"safety", "court", "age", "under"} & set(letter.split())


def test_whom_staff_signed_out_is_told_that_it_was_staff_and_never_why(
    api: Api, teen: User, moderator: User, deliver: Any
) -> None:
    for reason in SignOutReason:
        force_sign_out(person=teen, actor=moderator, reason=reason)
    deliver()
    assert heard(teen) == [("account.signed_out", {})] * 3
    said = letters(teen)
    assert len(said) == 3
    assert len(set(said)) == 1
    assert "ended all sessions" in said[0]
    assert sign_in(api, teen.email or "").status_code == 200


def test_whose_region_staff_set_is_told(creator: User) -> None:
    lead = colleague("lead")
    set_region(person=creator, region="DE", actor=lead, reason=RegionReason.EVIDENCE)
    assert heard(creator) == [("account.region_set", {})]


def test_what_waits_for_a_second_approver_is_not_told_before(
    creator: User, moderator: User, deliver: Any
) -> None:
    User.objects.filter(pk=creator.pk).update(is_protected=True)
    creator.refresh_from_db()
    held = propose(
        person=creator, verb=HeldVerb.STANDING, actor=moderator, reason="spam", to="limited"
    )
    with pytest.raises(DomainError):
        decide(creator, moderator, Standing.LIMITED, StandingReason.SPAM)
    deliver()
    assert (heard(creator), letters(creator)) == ([], [])
    approve(decision=held, actor=cast.moderator())
    deliver()
    assert len(heard(creator)) == len(letters(creator)) == 1


def test_a_guardian_is_not_told_of_a_teens_account(
    teen: User, guardian: User, moderator: User, deliver: Any
) -> None:
    linked(teen, guardian)
    deliver()
    mail.outbox.clear()
    decide(teen, moderator, Standing.LIMITED, StandingReason.HARASSMENT)
    deliver()
    assert heard(guardian) == []
    assert letters(guardian) == []


def test_a_freeze_by_rule_has_letters_of_its_own(creator: User, deliver: Any) -> None:
    freeze(person=creator, actor=Actor.system("test"), reason=StandingReason.KNOWN_UNDER_13)
    deliver()
    assert (heard(creator), letters(creator)) == ([], [])


def test_nobody_is_left_to_read_it(creator: User, moderator: User) -> None:
    address = creator.email
    decide(creator, moderator, Standing.LIMITED, StandingReason.SPAM)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    mail.outbox.clear()
    mail_about_decision(str(creator.pk), "standing")
    assert not [one for one in mail.outbox if one.to == [address]]
