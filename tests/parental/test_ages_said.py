"""What a guardian says of how old a teen is: it tightens at once, and makes nobody older."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core import mail

from accounts.models import (
    AgeBand,
    AgeSignal,
    AgeSignalEnded,
    AgeSource,
    Standing,
    StandingReason,
    StandingTransition,
    User,
)
from accounts.models.ages import ASSURANCE
from accounts.services.age_findings import AgeFinding, record_finding
from accounts.services.ages import current_signals, signal_age
from audit.models import AuditEvent
from inbox.models import Event
from lib.actors import Actor
from parental.models import FamilyNotice, GuardianLink
from parental.selectors import entries_for_staff
from parental.services.ending import unlink
from parental.services.safety import leave
from parental.states import EndReason, LinkState
from parental.work.sweeping import sweep
from tests import cast
from tests.client import Api, code_of
from tests.parental.families import asked, later, linked

SYSTEM = Actor.system("tests")
TEEN, CHILD = "is_13_to_17", "is_under_13"


def says(api: Api, link: GuardianLink, what: str, *, by: User | None = None) -> Any:
    path = f"/family/links/{link.public_id}/age"
    return api.put(path, {"says": what}, as_=by or link.guardian)


def now(person: User) -> User:
    return User.objects.get(pk=person.pk)


def kinds(api: Api, link: GuardianLink, by: User) -> list[str]:
    rows = api.get(f"/family/links/{link.public_id}/ledger", as_=by).json()["results"]
    return [row["kind"] for row in rows]


def words_that_count(teen: User) -> list[str]:
    rows = current_signals(teen).filter(source=AgeSource.GUARDIAN)
    return list(rows.values_list("band", flat=True))


def test_a_guardian_confirms_a_teen_and_both_read_it(
    api: Api, link: GuardianLink, deliver: Callable[[], int]
) -> None:
    deliver()
    mail.outbox.clear()
    assert says(api, link, TEEN).status_code == 204
    assert says(api, link, TEEN).status_code == 204
    teen = now(link.teen)
    assert (teen.age_band, teen.assured_by) == (AgeBand.TEEN, AgeSource.GUARDIAN)
    assert AgeSignal.objects.get(source=AgeSource.GUARDIAN).actor == str(
        Actor.person(link.guardian_id)
    )
    for person in (link.teen, link.guardian):
        assert kinds(api, link, person).count("said_13_to_17") == 1
    assert AuditEvent.objects.get(action="parental.age.said").facts == {"says": TEEN}
    deliver()
    told = Event.objects.get(type="family.age_said")
    assert told.person_id == teen.pk
    assert told.data == {"link": link.public_id, "says": TEEN}
    assert [one.to for one in mail.outbox] == [[teen.email]]
    assert "how old you are" in mail.outbox[0].subject
    mine = api.get("/me/age", as_=link.teen).json()
    assert "What your guardian confirmed." in str(mine)


def test_whoever_was_confirmed_comes_of_age_on_the_day_that_held_before(
    api: Api, link: GuardianLink
) -> None:
    born = now(link.teen).birth_date
    assert born is not None
    says(api, link, TEEN)
    assert now(link.teen).adult_from == date(born.year + 18, born.month, born.day)


def test_a_day_that_staff_named_stands(api: Api, link: GuardianLink, moderator: User) -> None:
    """Staff named none: a guardian's word brings none back, and makes nobody an adult sooner."""
    record_finding(person=link.teen, finding=AgeFinding.UNDER_18, actor=moderator)
    says(api, link, TEEN)
    teen = now(link.teen)
    assert (teen.assured_by, teen.adult_from) == (AgeSource.STAFF, None)


def test_under_13_freezes_at_once_as_any_such_knowledge(
    api: Api, link: GuardianLink, deliver: Callable[[], int]
) -> None:
    other = linked(link.teen)
    deliver()
    mail.outbox.clear()
    assert says(api, link, CHILD).status_code == 204
    teen = now(link.teen)
    assert (teen.age_band, teen.assured_by) == (AgeBand.UNDER_13, AgeSource.GUARDIAN)
    assert teen.state == Standing.SUSPENDED
    moved = StandingTransition.objects.filter(subject_id=teen.pk).latest("pk")
    assert moved.reason == StandingReason.KNOWN_UNDER_13
    assert teen.proof_due_at is not None
    for one in (link, other):
        one.refresh_from_db()
        assert (one.state, one.end_reason) == (LinkState.ENDED, EndReason.AGE_CHANGED)
    deliver()
    mine = [one for one in mail.outbox if one.to == [teen.email]]
    assert sum("how old you are" in one.subject for one in mine) == 0
    assert any("proof" in one.body for one in mine)
    assert Event.objects.get(type="family.age_said").person_id == teen.pk
    assert kinds(api, link, link.guardian)[:2] == ["ended", "said_under_13"]
    assert says(api, link, TEEN).status_code == 404


def test_a_proof_alone_leads_out_of_a_freeze_that_a_guardian_began(
    api: Api, link: GuardianLink, moderator: User, deliver: Callable[[], int]
) -> None:
    says(api, link, CHILD)
    deliver()
    assert words_that_count(link.teen) == [AgeBand.UNDER_13], "the freeze rests on it"
    signal_age(person=link.teen, band=AgeBand.TEEN, source=AgeSource.STAFF, actor=SYSTEM)
    assert now(link.teen).age_band == AgeBand.UNDER_13
    record_finding(person=link.teen, finding=AgeFinding.DOCUMENT_TEEN, actor=moderator)
    assert now(link.teen).age_band == AgeBand.TEEN


@pytest.mark.parametrize("source", list(AgeSource))
@pytest.mark.parametrize("band", [AgeBand.TEEN, AgeBand.UNDER_13])
@pytest.mark.parametrize("word", [TEEN, CHILD])
def test_never_looser_whatever_was_said_before(
    api: Api, link: GuardianLink, source: AgeSource, band: AgeBand, word: str
) -> None:
    """Each source, what it said, and what a guardian says after it."""
    signal_age(person=link.teen, band=band, source=source, actor=SYSTEM)
    before = now(link.teen)
    answer = says(api, link, word)
    child = AgeBand.UNDER_13 in (band, AgeBand.UNDER_13 if word == CHILD else None)
    assert answer.status_code == (404 if band == AgeBand.UNDER_13 else 204)
    after = now(link.teen)
    assert after.age_band == (AgeBand.UNDER_13 if child else AgeBand.TEEN)
    if after.age_band == before.age_band and before.assured_by:
        assert after.adult_from == before.adult_from
        assert ASSURANCE[AgeSource(after.assured_by)] >= ASSURANCE[AgeSource(before.assured_by)]


def test_it_counts_until_the_link_ends_and_nothing_gets_looser(
    api: Api, link: GuardianLink, deliver: Callable[[], int]
) -> None:
    says(api, link, TEEN)
    unlink(link=link, by=link.teen)
    deliver()
    assert words_that_count(link.teen) == []
    assert AgeSignalEnded.objects.get().why == "withdrawn"
    teen = now(link.teen)
    assert (teen.age_band, teen.assured_by) == (AgeBand.TEEN, "")


def test_the_word_of_another_guardian_and_of_a_later_link_stays(
    api: Api, link: GuardianLink, deliver: Callable[[], int]
) -> None:
    other = linked(link.teen)
    says(api, link, TEEN)
    says(api, other, TEEN)
    unlink(link=link, by=link.guardian)
    again = linked(link.teen, link.guardian)
    says(api, again, TEEN)
    deliver()  # the end of the first link is heard of late
    assert words_that_count(link.teen) == [AgeBand.TEEN, AgeBand.TEEN]
    unlink(link=again, by=link.teen)
    unlink(link=other, by=link.teen)
    deliver()
    assert words_that_count(link.teen) == []


@pytest.mark.parametrize("word", [TEEN, CHILD])
def test_a_guardian_whom_the_teen_fled_from_says_nothing_of_them(
    api: Api, teen: User, word: str, deliver: Callable[[], int]
) -> None:
    """To that guardian's eyes, answer by answer, as under a link that nobody fled from."""
    seen = []
    for flees in (False, True):
        link = linked(cast.teen(), cast.guardian())
        if flees:
            leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
        deliver()
        heard = FamilyNotice.objects.filter(person_id=link.teen_id).count()
        answers = [says(api, link, word).status_code for _time in range(2)]
        deliver()
        path = f"/family/links/{link.public_id}"
        told = api.get(path, as_=link.guardian).json()
        seen.append((*answers, told["state"], told["ended_by"], kinds(api, link, link.guardian)))
        if not flees:
            continue
        person = now(link.teen)
        assert (person.assured_by, person.state) == ("", Standing.GOOD)
        assert words_that_count(person) == []
        assert FamilyNotice.objects.filter(person_id=person.pk).count() == heard
        assert kinds(api, link, link.teen)[0] == "ended"
        shown = entries_for_staff().filter(link_id=link.pk).values_list("kind", flat=True)
        assert set(shown) == {"asked", "accepted", "ended"}
        with later(hours=80):
            sweep()
            deliver()
            api.tokens.clear()
            assert kinds(api, link, link.guardian).count("ended") == 1
    assert seen[0] == seen[1]
    assert seen[0][2] == ("active" if word == TEEN else "ended")


@pytest.mark.parametrize("word", [TEEN, CHILD])
def test_nobody_else_says_it(api: Api, link: GuardianLink, stranger: User, word: str) -> None:
    answer = says(api, link, word, by=link.teen)
    assert (answer.status_code, code_of(answer)) == (403, "permission_denied")
    assert says(api, link, word, by=stranger).status_code == 404
    waiting = asked(cast.teen(), cast.guardian())
    assert says(api, waiting, word).status_code == 404
    assert says(api, link, "18_plus").status_code == 400
    assert not AgeSignal.objects.filter(source=AgeSource.GUARDIAN).exists()


def test_a_proof_of_the_guardian_comes_first(link: GuardianLink) -> None:
    answer = says(Api(proved=False), link, CHILD)
    assert (answer.status_code, code_of(answer)) == (401, "reauthentication_required")
    assert not AgeSignal.objects.filter(source=AgeSource.GUARDIAN).exists()


def test_of_whoever_turned_18_no_guardian_says_anything(api: Api, link: GuardianLink) -> None:
    User.objects.filter(pk=link.teen_id).update(birth_date=date(2000, 1, 1))
    assert says(api, link, CHILD).status_code == 404
    assert not AgeSignal.objects.filter(source=AgeSource.GUARDIAN).exists()
