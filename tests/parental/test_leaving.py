""" "I don't know this person", "I am not safe"."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from accounts.safeguards import TEEN_DEFAULTS, Limit, effective
from audit.models import AuditEvent
from lib.errors import DomainError
from parental.models import FamilyNotice, GuardianLink, SafetyCase
from parental.services import linking, proposing
from parental.services.ending import unlink
from parental.services.inviting import invite
from parental.services.reading import activity_of
from parental.services.safety import leave
from parental.states import EndReason, LinkState, Why
from parental.work.sweeping import sweep
from tests import cast
from tests.client import Api, code_of
from tests.parental.families import PHONE, TABLET, asked, later, linked, set_control

NOT_SAFE = {"reason": "not_safe"}


def path(link: GuardianLink, tail: str = "") -> str:
    return f"/family/links/{link.public_id}{tail}"


def events_of(api: Api, person: User) -> list[str]:
    return [one["type"] for one in api.get("/me/events", as_=person).json()["results"]]


def test_it_ends_at_once_and_the_defaults_stay(api: Api, link: GuardianLink) -> None:
    set_control(link, Limit.MESSAGES_FROM, "nobody")

    assert api.post(path(link, "/leave"), NOT_SAFE, as_=link.teen).status_code == 204

    limits = effective(link.teen)
    assert {limit: limits.value(limit) for limit in Limit} == TEEN_DEFAULTS
    told = api.get(path(link), as_=link.teen).json()
    assert (told["state"], told["ended_by"]) == ("ended", "teen")
    case = SafetyCase.objects.get()
    assert (case.said, case.state, case.teen_id) == ("not_safe", "open", link.teen_id)


def test_only_the_teen_leaves_so(api: Api, link: GuardianLink, stranger: User) -> None:
    for somebody in (link.guardian, stranger):
        assert api.post(path(link, "/leave"), NOT_SAFE, as_=somebody).status_code == 404
    answer = api.post(path(link, "/leave"), {"reason": "boring"}, as_=link.teen)
    assert code_of(answer) == "invalid_choice"
    words = {"reason": "not_safe", "note": "please help"}
    assert code_of(api.post(path(link, "/leave"), words, as_=link.teen)) == "unknown_field"
    assert not SafetyCase.objects.exists()


def looks_active(api: Api, link: GuardianLink) -> None:
    """All that a guardian reads, and does, is as under a link that stands."""
    by = link.guardian
    told = api.get(path(link), as_=by).json()
    assert (told["state"], told["ended_at"], told["ended_by"]) == ("active", None, None)
    for tail in ("/controls", "/proposals", "/activity", "/ledger", "/receipts", "/releases"):
        assert api.get(path(link, tail), as_=by).status_code == 200, tail
    kinds = [row["kind"] for row in api.get(path(link, "/ledger"), as_=by).json()["results"]]
    assert "ended" not in kinds
    answer = api.put(path(link, "/controls/messages_from"), {"value": "nobody", "why": "safety"},
                     as_=by)  # fmt: skip
    assert answer.json()["state"] == "in_force"
    shown = api.get(path(link, "/controls"), as_=by).json()["results"]
    (row,) = [one for one in shown if one["limit"] == "messages_from"]
    assert (row["value"], row["effective"]) == ("nobody", "nobody")


def test_for_three_days_the_guardian_notices_nothing(
    api: Api, link: GuardianLink, deliver: Callable[[], int]
) -> None:
    deliver()
    mail.outbox.clear()
    looks_active(api, link)
    deliver()
    before = events_of(api, link.guardian)
    lines = len(api.get(path(link, "/ledger"), as_=link.teen).json()["results"])
    heard = events_of(api, link.teen)

    leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
    deliver()
    mail.outbox.clear()
    looks_active(api, link)
    sweep()
    deliver()

    assert events_of(api, link.guardian) == before
    assert not [one for one in mail.outbox if link.guardian.email in one.to]
    assert effective(link.teen).value(Limit.MESSAGES_FROM) == "mutuals"
    after = api.get(path(link, "/ledger"), as_=link.teen).json()["results"]
    assert len(after) == lines + 1, "what the guardian did since reaches nobody"
    assert events_of(api, link.teen)[: len(heard)] == heard
    since = events_of(api, link.teen)[len(heard) :]
    assert set(since) <= {"family.link_ended", "safeguards.changed"}
    assert since.count("family.link_ended") == 1


def test_then_the_guardian_reads_that_the_teen_unlinked_and_no_more(
    api: Api, link: GuardianLink, deliver: Callable[[], int]
) -> None:
    leave(link=link, by=link.teen, said=EndReason.UNKNOWN_PERSON)
    proposing.decide(link=link, by=link.guardian, limit=Limit.PUSH, raw="off", why=Why.SLEEP)
    with later(hours=71):
        sweep()
        deliver()
        notice = FamilyNotice.objects.get(person_id=link.guardian_id, kind="family.link_ended")
        assert FamilyNotice.objects.filter(pk=notice.pk, told_at=None).exists()
    with later(hours=73):
        sweep()
        assert FamilyNotice.objects.filter(pk=notice.pk, told_at__isnull=False).exists()
        assert notice.data == {"link": link.public_id, "by": "teen"}
        api.tokens.clear()
        told = api.get(path(link), as_=link.guardian).json()
        assert (told["state"], told["ended_by"]) == ("ended", "teen")
        link.refresh_from_db()
        assert link.ended_at
        assert told["ended_at"] > link.ended_at.isoformat()
        assert api.get(path(link, "/controls"), as_=link.guardian).status_code == 404
        lines = api.get(path(link, "/ledger"), as_=link.guardian).json()["results"]
        (end,) = [one for one in lines if one["kind"] == "ended"]
        assert end["at"] == told["ended_at"]
        for text in (str(told), str(lines)):
            assert "safe" not in text.replace("safety", "")
            assert "unknown" not in text
    assert not link.proposals.filter(state="open").exists()


def test_numbers_stop_with_the_link(link: GuardianLink, monkeypatch: pytest.MonkeyPatch) -> None:
    from parental import activity

    def counter(person: Any, start: Any, stop: Any) -> Any:
        days = {}
        while start < stop:
            days[start.date()] = 7
            start += timedelta(days=1)
        return days

    monkeypatch.setitem(activity._counters, activity.Count.MINUTES, counter)
    leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
    link.refresh_from_db()
    with later(days=2):
        days = [day.minutes for day in activity_of(link, days=4)]
    assert days == [7, 7, 0, 0]


def test_whoever_a_teen_fled_from_enters_no_code_of_theirs(link: GuardianLink) -> None:
    leave(link=link, by=link.teen, said=EndReason.UNKNOWN_PERSON)
    code = invite(teen=link.teen, device=PHONE).code
    with pytest.raises(DomainError, match="incorrect_code"):
        linking.redeem(code=code, guardian=link.guardian, device=TABLET, text_version=1)
    other = cast.guardian()
    assert linking.redeem(code=code, guardian=other, device=TABLET, text_version=1)


def test_to_somebody_who_only_asked_the_question_runs_out(
    api: Api, teen: User, guardian: User, deliver: Callable[[], int]
) -> None:
    link = asked(teen, guardian)
    api.post(path(link, "/leave"), {"reason": "unknown_person"}, as_=teen)
    deliver()
    assert api.get(path(link), as_=guardian).json()["state"] == "asked"
    assert events_of(api, guardian) == []
    with later(hours=25):
        sweep()
        api.tokens.clear()
        told = api.get(path(link), as_=guardian).json()
        assert (told["state"], told["ended_by"]) == ("lapsed", None)
        kinds = [
            one["kind"] for one in api.get(path(link, "/ledger"), as_=guardian).json()["results"]
        ]
        assert kinds == ["lapsed", "asked"]
    rows = FamilyNotice.objects.filter(person_id=guardian.pk)
    assert [row.kind for row in rows] == ["family.link_declined"]


def test_the_desk_is_called_with_an_id_and_no_name(
    link: GuardianLink, settings: Any, deliver: Callable[[], int]
) -> None:
    settings.SAFETY_DESK_EMAIL = "desk@example.org"
    deliver()
    mail.outbox.clear()
    leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
    deliver()
    (message,) = [one for one in mail.outbox if one.to == ["desk@example.org"]]
    text = f"{message.subject}{message.body}"
    assert SafetyCase.objects.get().public_id in text
    assert not [name for name in (link.teen.handle, link.guardian.handle, "usr_") if name in text]


def test_rows_that_all_staff_read_do_not_say_that_a_teen_is_afraid(link: GuardianLink) -> None:
    leave(link=link, by=link.teen, said=EndReason.NOT_SAFE)
    rows = AuditEvent.objects.filter(target=link.public_id, action="parental.link.ended")
    assert [row.facts["reason"] for row in rows] == ["teen_unlinked"]


def test_the_other_guardian_stays(teen: User) -> None:
    feared, other = linked(teen), linked(teen)
    set_control(other, Limit.DAILY_MINUTES, 40)
    leave(link=feared, by=teen, said=EndReason.NOT_SAFE)
    assert effective(teen).value(Limit.DAILY_MINUTES) == 40


def test_who_flees_from_a_link_of_before_is_rid_of_the_one_of_now(teen: Any, guardian: Any) -> None:
    before = linked(teen, guardian)
    unlink(link=before, by=guardian)
    now = linked(teen, guardian)
    leave(link=before, by=teen, said=EndReason.NOT_SAFE)
    now.refresh_from_db()
    assert (now.state, now.end_reason) == (LinkState.ENDED, EndReason.NOT_SAFE)
    assert now.shown_until is not None, "and the guardian reads it as active, as ever"
