"""The curious moderator: every look has a reason and leaves a row, and many looks are noticed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from django.contrib.auth import get_user_model
from django.test import Client

from audit import registry
from audit.looks import LOOKS_AN_HOUR, PEOPLE_AN_HOUR, record_look, volume_since
from audit.models import AuditEvent
from audit.reasons import Reason, ReasonCode
from audit.services import record
from lib.actors import Actor
from tests import cast
from tests.cast import PASSWORD
from tests.staff import ASKING, give_reason

LIST = "/admin/accounts/user/"
TRAIL = "/admin/audit/auditevent/"
SECRET = registry.Action(
    "tests.secret.kept", "For leads.", registry.Audience.LEGAL, registry.Retention.YEAR
)


@pytest.fixture
def browser(moderator: Any) -> Client:
    client = Client()
    body = {"username": moderator.email, "password": PASSWORD, "next": "/admin/"}
    assert client.post("/admin/login/", body).status_code == 302
    return client


def looks(moderator: Any) -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(actor=moderator.public_id, action__startswith="audit.staff")
    return list(rows.order_by("at").values_list("action", "target"))


@pytest.mark.parametrize("page", [LIST, TRAIL, "/admin/generation/job/"])
def test_no_page_opens_without_a_reason(browser: Client, moderator: Any, page: str) -> None:
    answer = browser.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith(ASKING)
    assert looks(moderator) == []


def test_a_made_up_reason_opens_nothing(browser: Client) -> None:
    assert browser.post(ASKING, {"code": "curiosity", "case": ""}).status_code == 200
    assert browser.get(LIST).status_code == 302


def test_a_reason_is_chosen_and_a_case_is_named(browser: Client) -> None:
    """Nothing is preset: who sends the form as it is has stated nothing."""
    asked = browser.get(ASKING).content.decode()
    assert "Choose</option>" in asked
    for code in ("", "case"):
        answer = browser.post(ASKING, {"code": code, "case": ""})
        assert answer.status_code == 200
        assert browser.get(LIST).status_code == 302
    assert "Which case? It begins with cas_." in answer.content.decode()
    assert '<option value="case" selected' in answer.content.decode()
    wrong = browser.post(ASKING, {"code": "case", "case": "cas_x"}).content.decode()
    assert 'value="cas_x"' in wrong, "what was typed stands"
    give_reason(browser, "case", f"cas_{'0' * 26}")
    assert browser.get(LIST).status_code == 200


def test_a_list_a_search_and_a_page_each_leave_a_row(
    browser: Client, moderator: Any, creator: Any
) -> None:
    give_reason(browser, "safety")
    browser.get(LIST)
    browser.get(LIST, {"q": creator.email})
    browser.get(f"{LIST}{creator.public_id}/change/")
    assert looks(moderator) == [
        ("audit.staff.listed", "accounts.User"),
        ("audit.staff.searched", "accounts.User"),
        ("audit.staff.opened", creator.public_id),
    ]
    facts = [row.facts for row in AuditEvent.objects.filter(actor=moderator.public_id)]
    assert {fact["reason"] for fact in facts} == {"safety"}
    assert creator.email not in str(facts)


def test_a_reason_holds_for_an_hour(browser: Client, time_machine: Any) -> None:
    now = datetime.now(UTC)
    time_machine.move_to(now, tick=False)
    give_reason(browser)
    assert browser.get(LIST).status_code == 200
    time_machine.move_to(now + timedelta(seconds=3601), tick=False)
    assert browser.get(LIST).status_code == 302


def test_too_many_looks_alert_a_lead_once_and_name_nobody_in_the_log(
    browser: Client, moderator: Any, creator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    give_reason(browser)
    page = f"{LIST}{creator.public_id}/change/"
    me = Actor.person(moderator.pk)
    for _ in range(LOOKS_AN_HOUR - 1):
        record("audit.staff.opened", actor=me, target=creator.public_id)
    with (
        structlog.testing.capture_logs() as logged,
        django_capture_on_commit_callbacks(execute=True),
    ):
        browser.get(page)
        alerts = AuditEvent.objects.filter(action="audit.staff.volume_alert")
        assert not alerts.exists()
        browser.get(page)
        browser.get(page)
    assert [row.target for row in alerts] == [moderator.public_id]
    warned = [line for line in logged if line["event"] == "staff_volume_alert"]
    assert len(warned) == 1
    assert moderator.public_id not in str(warned)


def test_too_many_people_alert_a_lead_though_the_pages_are_few(
    browser: Client, moderator: Any, creator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    give_reason(browser)
    me = Actor.person(moderator.pk)
    for number in range(PEOPLE_AN_HOUR - 1):
        record("audit.staff.opened", actor=me, target=f"usr_{number}")
    alerts = AuditEvent.objects.filter(action="audit.staff.volume_alert")
    page = f"{LIST}{creator.public_id}/change/"
    browser.get(page)
    assert not alerts.exists()
    browser.get(page.replace("change", "standing"))
    assert not alerts.exists(), "the same person twice is one"
    for _ in range(2):
        browser.get(f"{LIST}{cast.creator().public_id}/change/")
    (alert,) = alerts
    assert alert.facts["people"] == PEOPLE_AN_HOUR + 1


def test_a_form_that_is_sent_from_a_page_is_no_further_look(moderator: Any) -> None:
    me, reason = Actor.person(moderator.pk), Reason(ReasonCode.COMPLAINT)
    for target in ("usr_one", "usr_two"):
        look(me, target, reason, sent=True)  # of a page that was never opened: it is one
        for _ in range(LOOKS_AN_HOUR):
            look(me, target, reason, sent=True)
    rows = AuditEvent.objects.filter(action="audit.staff.opened")
    assert rows.count() == 2 * (LOOKS_AN_HOUR + 1)
    (volume,) = volume_since(datetime.now(UTC) - timedelta(hours=1))
    assert (volume.looks, volume.people) == (2, 2)
    assert not AuditEvent.objects.filter(action="audit.staff.volume_alert").exists()


def look(actor: Actor, target: str, reason: Reason, *, sent: bool) -> None:
    record_look(
        "audit.staff.opened", actor=actor, target=target, model="accounts.User", reason=reason,
        sent=sent,
    )  # fmt: skip


def test_leafing_through_a_list_is_a_search(browser: Client, moderator: Any) -> None:
    give_reason(browser)
    browser.get(LIST)
    browser.get(LIST, {"p": "1"})
    browser.get(LIST, {"all": ""})
    assert [action for action, _target in looks(moderator)] == [
        "audit.staff.listed",
        "audit.staff.searched",
        "audit.staff.searched",
    ]


def test_rows_for_leads_are_hidden_from_other_staff(browser: Client, moderator: Any) -> None:
    registry.register(SECRET)
    record(SECRET.name, actor=Actor.system("tests"), target="usr_somebody")
    give_reason(browser, "audit")
    assert "usr_somebody" not in browser.get(TRAIL).content.decode()
    get_user_model().objects.filter(pk=moderator.pk).update(is_superuser=True)
    assert "usr_somebody" in browser.get(TRAIL).content.decode()
