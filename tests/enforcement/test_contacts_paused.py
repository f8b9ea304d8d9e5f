"""People without an account who report for nothing: paused, set aside and counted as accounts are
(E32), and heard where everybody is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from audit.models import AuditEvent
from enforcement.models import Case, Contact, Report
from enforcement.services.contacts import mute_contact, unmute_contact
from enforcement.services.restoring import restore
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.states import CaseState, Outcome, ReportState
from enforcement.triage.facts import facts_of
from feed.models import Post
from lib.api.throttling import RATES
from lib.ending import told
from lib.errors import DomainError, NotFound
from lib.ids import IdKind, decode, encode, new_id
from tests import cast
from tests.client import Api, code_of
from tests.enforcement.reporting import case_of, decide, given, reported
from tests.enforcement.test_desk import ROOT, act
from tests.enforcement.test_without_account import ADDRESS, confirmed
from tests.feed.studio import published
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
AGAIN = "already_reported"
CLAIM = {"impersonated": "me"}


@pytest.fixture
def desk(moderator: Any) -> Any:
    return given(moderator, "handle_case", "manage_reporters")


def last() -> Report:
    return Report.objects.filter(contact__isnull=False).latest("created_at")


def test_a_paused_contact_is_written_so_and_has_no_effect(
    api: Api, creator: Any, post: Post, desk: Any, deliver: Callable[[], int]
) -> None:
    confirmed(api, post, deliver, reason="hate_speech")
    first = last()
    assert first.contact is not None
    until = mute_contact(contact=first.contact, by=desk, span=WEEK)
    deliver()
    letter = mail.outbox[-1]
    assert letter.to == [ADDRESS]
    assert f"{told(until).day} {told(until):%B %Y, %H:%M} UTC" in str(letter.body)
    row = AuditEvent.objects.get(action="enforcement.contact.muted")
    assert (row.target, row.facts) == (first.public_id, {"days": 7})
    other = published(creator)
    answer = confirmed(api, other, deliver, reason="hate_speech", email="Ada+2@example.org")
    assert answer.json()["state"] == "closed"
    assert (last().counts, last().state) == (False, ReportState.SET_ASIDE)
    assert not Case.objects.filter(subject_id=other.pk).exists()
    # Of a child everybody is heard.
    assert confirmed(api, other, deliver, reason="child_sexual", name="").status_code == 201
    assert Case.objects.filter(subject_id=other.pk, diverted=True).exists()
    unmute_contact(contact=first.contact, by=desk)
    deliver()
    assert "has effect again" in str(mail.outbox[-1].body)


# abuse: somebody gets themself paused and tries ids
@pytest.mark.parametrize("kind", [IdKind.POST, IdKind.USER, IdKind.CAMEO])
def test_a_pause_tells_of_nothing_whether_it_is_there(
    api: Api, stranger: Any, creator: Any, post: Post, desk: Any, deliver: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch, kind: IdKind,
) -> None:  # fmt: skip
    monkeypatch.setitem(RATES, "report_mail", replace(RATES["report_mail"], requests=50))
    monkeypatch.setitem(RATES, "report_open", replace(RATES["report_open"], requests=50))
    there = published(creator) if kind == IdKind.POST else cast.adult("there")
    reported_too = published(creator)
    reported(api, stranger, reported_too)
    asked: tuple[str, ...] = (there.public_id, reported_too.public_id, encode(kind, new_id()))
    if kind == IdKind.CAMEO:
        asked = asked[1:]
    before = (published(creator).public_id, encode(kind, new_id()))
    for one in before:
        assert confirmed(api, one, deliver, reason="impersonation", **CLAIM).status_code == 201
    mute_contact(contact=Contact.objects.get(), by=desk, span=WEEK)
    deliver()
    for one in before:
        assert code_of(confirmed(api, one, deliver, reason="impersonation", **CLAIM)) == AGAIN
    said = [confirmed(api, one, deliver, reason="impersonation", **CLAIM) for one in asked]
    shapes = [shape(one) for one in said]
    assert shapes[0]["state"] == "closed"
    assert shapes == [shapes[0]] * len(asked)
    letters = len(mail.outbox)
    for one in said:
        status = api.post("/reports/open/status", {"token": one.json()["status_token"]})
        assert shape(status) == shapes[0]
    for one in asked:
        again = confirmed(api, one, deliver, reason="impersonation", **CLAIM)
        assert (again.status_code, code_of(again)) == (409, AGAIN)
    assert len(mail.outbox) == letters + len(asked)  # what confirms alone
    nothing = Report.objects.get(pk=decode(IdKind.REPORT, said[-1].json()["id"]))
    assert (nothing.text, nothing.case, nothing.counts) == (None, None, False)
    with pytest.raises(NotFound):
        restore(report=nothing, by=desk, why="complaint")
    # Then all of it is said anew, and what was said in vain stays so.
    unmute_contact(contact=Contact.objects.earliest("pk"), by=desk)
    deliver()
    for one, old in zip(asked, said, strict=True):
        anew = confirmed(api, one, deliver, reason="impersonation", **CLAIM)
        assert (anew.status_code, anew.json()["state"]) == (201, "received")
        token = {"token": old.json()["status_token"]}
        assert api.post("/reports/open/status", token).json()["state"] == "closed"
    assert case_of(reported_too).reporter_count == 2


def test_of_a_child_a_paused_contact_hears_the_same_of_anything(
    api: Api, creator: Any, post: Post, desk: Any, deliver: Callable[[], int]
) -> None:
    confirmed(api, post, deliver, reason="hate_speech")
    mute_contact(contact=Contact.objects.get(), by=desk, span=WEEK)
    deliver()
    asked = (published(creator).public_id, encode(IdKind.POST, new_id()))
    said = [confirmed(api, one, deliver, reason="child_sexual", name="") for one in asked]
    assert [shape(one) for one in said] == [shape(said[0])] * 2
    assert said[0].json()["state"] == "received"


def shape(answer: Any) -> dict[str, Any]:
    assert answer.status_code in {200, 201}, answer.content
    return {**answer.json(), "id": "", "created_at": "", "status_token": "", "kind": ""}


def test_what_they_said_is_set_aside_and_counts_again(
    api: Api, stranger: Any, creator: Any, post: Post, desk: Any, deliver: Callable[[], int]
) -> None:
    confirmed(api, post, deliver, reason="hate_speech")
    row = last()
    other, theirs = published(creator), published(creator)
    confirmed(api, other, deliver, reason="hate_speech")
    confirmed(api, theirs, deliver, reason="child_abuse", name="")
    reported(api, stranger, other)
    assert row.contact is not None
    assert set_aside_all_of(person=row.contact, by=desk, why="complaint") == 2
    assert case_of(post).state == CaseState.CLOSED
    assert (case_of(other).report_count, case_of(other).reporter_count) == (1, 1)
    assert case_of(theirs).state == CaseState.OPEN
    # Somebody else without an account is another voice.
    confirmed(api, post, deliver, reason="hate_speech", email="eve@example.org")
    row.refresh_from_db()
    assert restore(report=row, by=desk, why="complaint").case == case_of(post)
    assert (case_of(post).report_count, case_of(post).reporter_count) == (2, 2)


def test_their_word_is_counted_and_loses_its_weight(
    api: Api, creator: Any, post: Post, deliver: Callable[[], int]
) -> None:
    confirmed(api, post, deliver, reason="hate_speech")
    case = case_of(post)
    assert case.force_review
    unknown = facts_of(case).trust
    decide(case)
    deliver()
    known = Contact.objects.get()
    assert (known.agreed_total, known.disagreed_total) == (0, 1)
    other = published(creator)
    confirmed(api, other, deliver, reason="hate_speech")
    again = case_of(other)
    assert not again.force_review
    trust = facts_of(again).trust
    assert trust is not None
    assert unknown is not None
    assert trust < unknown
    decide(again, Outcome.VIOLATION)
    deliver()
    known.refresh_from_db()
    assert (known.agreed_total, known.disagreed_total) == (1, 1)


def test_the_desk_does_it_from_reports_and_contacts_and_reads_no_address(
    api: Api, post: Post, desk: Any, deliver: Callable[[], int]
) -> None:
    confirmed(api, post, deliver, reason="hate_speech")
    client, row = at_the_desk(desk), last()
    act(client, "report", "mute_reporters", row.pk)
    muted = Contact.objects.get().muted_until
    assert muted is not None
    assert muted > timezone.now()
    page = client.get(f"{ROOT}/contact/").content.decode()
    one = client.get(f"{ROOT}/contact/{row.contact_id}/change/").content.decode()
    assert str(row.contact_id) in page
    for text in (page, one):
        assert ADDRESS not in text
        assert "Ada Example" not in text
    act(client, "contact", "unmute", row.contact_id)
    assert Contact.objects.get().muted_until is None
    act(client, "contact", "set_all_aside", row.contact_id)
    row.refresh_from_db()
    assert row.state == ReportState.SET_ASIDE


def test_only_staff_who_look_after_reporters_do_so(
    api: Api, post: Post, moderator: Any, deliver: Callable[[], int]
) -> None:
    confirmed(api, post, deliver, reason="hate_speech")
    contact, other = Contact.objects.get(), given(cast.moderator(), "handle_case")
    for by in (moderator, other):
        with pytest.raises(DomainError, match="permission_denied"):
            mute_contact(contact=contact, by=by, span=WEEK)
        with pytest.raises(DomainError, match="permission_denied"):
            unmute_contact(contact=contact, by=by)
    assert at_the_desk(other).get(f"{ROOT}/contact/").status_code == 403
