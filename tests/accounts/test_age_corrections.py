"""A document that was recorded by mistake is corrected by two of staff, and by no less (A2, A4)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.ages import today
from accounts.models import (
    AgeBand,
    AgeSignalEnded,
    AgeSource,
    HeldDecision,
    HeldState,
    HeldVerb,
    SignalEnd,
    User,
)
from accounts.models.ages import PROOF, PROTECTIVENESS
from accounts.services.age_corrections import (
    Correction,
    CorrectionReason,
    correct_finding,
)
from accounts.services.age_findings import MISTAKABLE, AgeFinding, record_finding, withdraw_mistaken
from accounts.services.ages import signal_age
from accounts.services.second_approval import approve, propose
from audit.models import AuditEvent
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError, StaleState
from tests import cast
from tests.staff import at_the_desk

SYSTEM = Actor.system("tests")


def _now(person: User) -> User:
    return User.objects.get(pk=person.pk)


def _page(person: User) -> str:
    return f"/admin/accounts/user/{person.public_id}/age/"


def _approved(desk: Client) -> Any:
    row = HeldDecision.objects.latest("asked_at")
    path = f"/admin/accounts/helddecision/{row.public_id}/approval/"
    return desk.post(path, {"answer": "approve"})


def _ask(person: User, by: User, to: Correction, adult_from: date | None = None) -> HeldDecision:
    return propose(
        person=person,
        verb=HeldVerb.CORRECT,
        actor=by,
        reason=CorrectionReason.SLIP,
        to=to,
        adult_from=adult_from,
    )


@pytest.fixture
def mistaken(creator: User, moderator: User) -> User:
    """An adult of whom a teen's document was recorded by a slip."""
    record_finding(person=creator, finding=AgeFinding.DOCUMENT_TEEN, actor=moderator)
    return _now(creator)


def test_the_slip_holds_against_the_right_document_alone(mistaken: User, moderator: User) -> None:
    record_finding(person=mistaken, finding=AgeFinding.DOCUMENT_ADULT, actor=moderator)
    assert _now(mistaken).age_band == AgeBand.TEEN


def test_two_of_staff_correct_it_and_the_person_is_told(mistaken: User, moderator: User) -> None:
    desk, second = at_the_desk(moderator), cast.moderator()
    form = {"finding": "correct:document_18_plus", "reason": "slip"}
    assert desk.post(_page(mistaken), form).status_code == 302
    assert _now(mistaken).age_band == AgeBand.TEEN, "asked for, and not in force"
    assert _approved(desk).status_code == 200, "not by whoever asked"
    assert _approved(at_the_desk(second)).status_code == 302
    now = _now(mistaken)
    assert (now.age_band, now.assured_by) == (AgeBand.ADULT, AgeSource.DOCUMENT)
    ended = AgeSignalEnded.objects.get(person_id=mistaken.pk)
    assert (ended.why, ended.actor) == (SignalEnd.CORRECTED, second.public_id)
    row = AuditEvent.objects.get(action="accounts.age.corrected")
    assert row.facts == {
        "to": "document_18_plus", "reason": "slip", "moved": True, "holds": "18_plus",
    }  # fmt: skip
    told = Event.objects.filter(person_id=mistaken.pk, type="age.corrected").get()
    assert told.data == {"band": "18_plus"}


def test_a_correction_says_why(mistaken: User, moderator: User) -> None:
    form = {"finding": "correct:document_18_plus"}
    assert at_the_desk(moderator).post(_page(mistaken), form).status_code == 200
    assert not HeldDecision.objects.exists()


def test_nothing_less_than_an_approval_of_just_this_does(mistaken: User, moderator: User) -> None:
    second = cast.moderator()
    held = _ask(mistaken, moderator, Correction.NONE)
    other = _ask(_document(cast.friend(), moderator), moderator, Correction.ADULT)
    for one in (held, other):
        with pytest.raises(DomainError) as refused:
            _correct(mistaken, Correction.ADULT, second, one)
        assert refused.value.code == "second_approval_required"
    for one in (held, other):
        approve(decision=one, actor=second)
        one.refresh_from_db()
        with pytest.raises(DomainError):
            _correct(mistaken, Correction.ADULT, second, one)
    assert _now(mistaken).age_band == AgeBand.TEEN


def _document(person: User, by: User) -> User:
    record_finding(person=person, finding=AgeFinding.DOCUMENT_TEEN, actor=by)
    return person


def _correct(person: User, to: Correction, by: User, approval: HeldDecision) -> None:
    correct_finding(person=person, correction=to, actor=by, approval=approval)


def test_where_no_document_is_named_nobody_becomes_an_adult(
    mistaken: User, moderator: User
) -> None:
    approve(decision=_ask(mistaken, moderator, Correction.NONE), actor=cast.moderator())
    now = _now(mistaken)
    assert (now.age_band, now.assured_by) == (AgeBand.TEEN, AgeSource.STAFF)
    signal_age(person=now, band=AgeBand.TEEN, source=AgeSource.REPORT, actor=SYSTEM)
    with pytest.raises(DomainError):
        withdraw_mistaken(person=now, source=AgeSource.STAFF, actor=moderator)
    withdraw_mistaken(person=now, source=AgeSource.REPORT, actor=moderator)
    assert _now(mistaken).age_band == AgeBand.TEEN, "nor on the way round a report"
    record_finding(person=now, finding=AgeFinding.DOCUMENT_ADULT, actor=moderator)
    assert _now(mistaken).age_band == AgeBand.ADULT, "a document leads out"


def test_a_teen_who_was_recorded_as_an_adult_is_a_teen_again(teen: User, moderator: User) -> None:
    record_finding(person=teen, finding=AgeFinding.DOCUMENT_ADULT, actor=moderator)
    assert _now(teen).age_band == AgeBand.ADULT
    approve(decision=_ask(teen, moderator, Correction.NONE), actor=cast.moderator())
    assert _now(teen).age_band == AgeBand.TEEN


def test_a_wrong_birthday_is_corrected_and_without_a_document_comes_no_sooner(
    teen: User, moderator: User
) -> None:
    late, right = today() + timedelta(days=1500), today() + timedelta(days=900)
    record_finding(person=teen, finding=AgeFinding.DOCUMENT_TEEN, actor=moderator, adult_from=late)
    approve(decision=_ask(teen, moderator, Correction.TEEN, right), actor=cast.moderator())
    assert _now(teen).comes_of_age_on == right
    approve(decision=_ask(teen, moderator, Correction.NONE), actor=cast.moderator())
    assert _now(teen).comes_of_age_on == right
    assert HeldDecision.objects.filter(adult_from__isnull=False).count() == 0


def test_what_the_provider_verified_is_not_corrected_by_staff(
    creator: User, moderator: User
) -> None:
    signal_age(person=creator, band=AgeBand.TEEN, source=AgeSource.VERIFIED, actor=SYSTEM)
    with pytest.raises(StaleState):
        _ask(creator, moderator, Correction.ADULT)
    _document(creator, moderator)
    approve(decision=_ask(creator, moderator, Correction.ADULT), actor=cast.moderator())
    assert _now(creator).age_band == AgeBand.TEEN


def test_a_document_that_came_meanwhile_is_not_ended(mistaken: User, moderator: User) -> None:
    held = _ask(mistaken, moderator, Correction.ADULT)
    _document(mistaken, moderator)
    with pytest.raises(StaleState):
        approve(decision=held, actor=cast.moderator())
    held.refresh_from_db()
    assert held.state == HeldState.WAITING
    assert _now(mistaken).age_band == AgeBand.TEEN


WEAK = [one for one in AgeSource if one not in PROOF]
STEPS = st.one_of(
    st.tuples(
        st.just("signal"),
        st.sampled_from(WEAK),
        st.sampled_from([AgeBand.TEEN, AgeBand.ADULT]),
    ),
    st.tuples(st.just("finding"), st.sampled_from(list(AgeFinding)), st.none()),
    st.tuples(st.just("correct"), st.sampled_from(list(Correction)), st.none()),
    st.tuples(st.just("mistake"), st.sampled_from(MISTAKABLE), st.none()),
)
NAMES_PROOF = {AgeFinding.DOCUMENT_ADULT, AgeFinding.DOCUMENT_TEEN, *list(Correction)[:2]}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(STEPS, max_size=8))
def test_no_sequence_loosens_without_a_proof(db: None, moderator: User, steps: Any) -> None:
    """But a mistaken report or the like, which staff may take back where nothing stronger said the
    same; and staff's own word (A4), which no page of theirs ever gives as 18 or over."""
    person, second = cast.stranger(), cast.moderator()
    for verb, what, band in steps:
        before, by = _now(person).age_band, _now(person).assured_by
        try:
            _take(person, moderator, second, verb, what, band)
        except StaleState:
            assert verb == "correct"
        after = _now(person).age_band
        if PROTECTIVENESS[after] > PROTECTIVENESS[before]:
            excused = (verb == "mistake" and what == by) or (verb == "signal" and what == "staff")
            assert what in NAMES_PROOF or excused, (verb, what)
            assert before != AgeBand.UNDER_13 or what in NAMES_PROOF


def _take(person: User, by: User, second: User, verb: str, what: Any, band: Any) -> None:
    if verb == "signal":
        signal_age(person=person, band=band, source=what, actor=SYSTEM)
    elif verb == "finding":
        record_finding(person=person, finding=what, actor=by)
    elif verb == "mistake":
        withdraw_mistaken(person=person, source=what, actor=by)
    else:
        approve(decision=_ask(person, by, what), actor=second)
