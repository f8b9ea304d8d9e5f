"""Several changes of limits at once make one mail; in the app each stands at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from accounts.safeguards import Limit
from accounts.services.deletion import delete_account
from inbox.models import Event
from lib.actors import Actor
from parental.models import FamilyNotice, GuardianLink
from parental.services import ending, proposing
from parental.states import Why
from parental.work import telling
from tests import cast
from tests.accounts.test_races import at_once
from tests.parental.families import later, linked

FIVE = (Limit.CREATION, Limit.PUSH, Limit.FEED, Limit.SCROLL, Limit.TRAINING)
VALUES = {
    Limit.CREATION: "off",
    Limit.PUSH: "off",
    Limit.FEED: "following",
    Limit.SCROLL: "paged",
    Limit.TRAINING: "off",
}


@pytest.fixture(autouse=True)
def _minutes(settings: Any) -> None:
    settings.FAMILY_MAIL_WAITS_SECONDS = 180


def decide(link: GuardianLink, limit: Limit) -> Any:
    by, value = link.guardian, VALUES[limit]
    return proposing.decide(link=link, by=by, limit=limit, raw=value, why=Why.BALANCE)


def letters(person: User) -> list[tuple[str, str]]:
    return [(str(one.subject), str(one.body)) for one in mail.outbox if one.to == [person.email]]


def heard(person: User, kind: str) -> int:
    return Event.objects.filter(person_id=person.pk, type=kind).count()


@pytest.fixture
def quiet(link: GuardianLink, deliver: Callable[[], int]) -> Callable[[], int]:
    """A linked family that was told of it; delivers what came since."""
    deliver()
    mail.outbox.clear()
    return deliver


def test_five_decisions_make_one_mail_and_five_notices(
    link: GuardianLink, quiet: Callable[[], int]
) -> None:
    for limit in FIVE:
        decide(link, limit)
    quiet()
    assert heard(link.teen, "family.control_announced") == 5
    assert letters(link.teen) == []
    telling.tell_due()
    assert letters(link.teen) == []
    with later(minutes=3):
        telling.tell_due()
    [(subject, body)] = letters(link.teen)
    assert subject == "Changes of limits in your family"
    assert "if you agree: 5\n" in body
    assert not [name for name in (link.guardian.handle, "creation", "lnk_") if name in body]
    with later(hours=1):
        telling.tell_due()
    assert len(letters(link.teen)) == 1


def test_kinds_are_counted_apart_and_each_side_reads_its_own(
    link: GuardianLink, quiet: Callable[[], int]
) -> None:
    made = [decide(link, limit) for limit in FIVE[:3]]
    proposing.agree(proposal=made[0], by=link.teen)
    for limit in (Limit.SCROLL, Limit.TRAINING):
        proposing.wish(link=link, by=link.teen, limit=limit, raw=VALUES[limit], why=Why.OTHER)
    quiet()
    with later(minutes=4):
        telling.tell_due()
    [(_subject, to_teen)] = letters(link.teen)
    assert "if you agree: 3\n" in to_teen
    assert "set for you changed: 1\n" in to_teen
    assert "wishes" not in to_teen
    [(_subject, to_guardian)] = letters(link.guardian)
    assert "a teen whom you watch over wishes for a change of a limit" in to_guardian
    assert "fourteen days: 2\n" in to_guardian
    assert "proposed: 1\n" in to_guardian


def test_one_alone_has_its_own_words(link: GuardianLink, quiet: Callable[[], int]) -> None:
    decide(link, Limit.CREATION)
    quiet()
    with later(minutes=3):
        telling.tell_due()
    assert [subject for subject, _body in letters(link.teen)] == [
        "Your guardian decided on a limit"
    ]


def test_what_comes_after_the_mail_makes_another(
    link: GuardianLink, quiet: Callable[[], int]
) -> None:
    for minutes, limit in ((0, Limit.CREATION), (2, Limit.PUSH), (10, Limit.FEED)):
        with later(minutes=minutes):
            decide(link, limit)
            quiet()
        with later(minutes=minutes + 1.5):
            telling.tell_due()
    with later(minutes=14):
        telling.tell_due()
    assert [subject for subject, _body in letters(link.teen)] == [
        "Changes of limits in your family", "Your guardian decided on a limit",
    ]  # fmt: skip


def test_that_a_link_is_over_does_not_wait(link: GuardianLink, quiet: Callable[[], int]) -> None:
    decide(link, Limit.CREATION)
    ending.unlink(link=link, by=link.guardian)
    quiet()
    assert len(letters(link.teen)) == 1
    assert "link" in letters(link.teen)[0][0]


def test_another_teens_changes_are_in_no_mail_of_theirs(
    link: GuardianLink, quiet: Callable[[], int]
) -> None:
    other = linked(cast.teen())
    quiet()
    mail.outbox.clear()
    decide(link, Limit.CREATION)
    decide(other, Limit.PUSH)
    quiet()
    with later(minutes=3):
        telling.tell_due()
    for person in (link.teen, other.teen):
        assert [subject for subject, _body in letters(person)] == [
            "Your guardian decided on a limit"
        ]


def test_a_mail_server_that_was_away_gets_one_mail_with_all_of_it(
    link: GuardianLink, quiet: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in FIVE[:2]:
        decide(link, limit)
    quiet()

    def away(*_args: Any) -> None:
        raise OSError("no mail server")

    with monkeypatch.context() as patched, later(minutes=3):
        patched.setattr(telling, "send_mail", away)
        telling.tell_due()
    assert FamilyNotice.objects.filter(mailed_at=None).count() == 2
    decide(link, Limit.FEED)
    quiet()
    with later(minutes=8):
        telling.tell_due()
    [(_subject, body)] = letters(link.teen)
    assert "if you agree: 3\n" in body


def test_whoever_is_gone_gets_none(link: GuardianLink, quiet: Callable[[], int]) -> None:
    teen = link.teen
    decide(link, Limit.CREATION)
    quiet()
    delete_account(person=teen, actor=Actor.person(teen.pk))
    with later(minutes=3):
        telling.tell_due()
    assert not [one for one in letters(teen) if "limit" in one[0]]


@pytest.mark.usefixtures("committing")
def test_two_workers_at_once_send_one(teen: User, guardian: User, settings: Any) -> None:
    settings.FAMILY_MAIL_WAITS_SECONDS = 0
    link = linked(teen, guardian)
    FamilyNotice.objects.all().delete()
    for limit in FIVE:
        decide(link, limit)
    FamilyNotice.objects.update(told_at=timezone.now())
    mail.outbox.clear()
    ids = list(FamilyNotice.objects.values_list("pk", flat=True))
    at_once(*[lambda one=one: telling.tell(one) for one in ids])
    [(_subject, body)] = letters(teen)
    assert "if you agree: 5\n" in body
