"""Leads see who of staff looked up too much; nobody else learns that anybody is watched."""

from django.utils import timezone

from accounts.models import User
from audit.looks import PEOPLE_AN_HOUR
from audit.models import AuditEvent
from tests import cast
from tests.accounts.desk.conftest import colleague, desk_of
from tests.staff import at_the_desk

PAGE = "/admin/accounts/user/looks/"


def look_up(curious: User, number: int) -> None:
    desk = at_the_desk(curious)
    for _ in range(number):
        page = f"/admin/accounts/user/{cast.creator().public_id}/change/"
        assert desk.get(page).status_code == 200


def test_an_alert_stands_on_the_leads_page(lead: User) -> None:
    curious = colleague("support")
    AuditEvent.objects.bulk_create(
        AuditEvent(
            action="audit.staff.opened", actor=curious.public_id, target=f"usr_{number}",
            facts={"reason": "complaint"}, at=timezone.now(),
        )
        for number in range(PEOPLE_AN_HOUR - 1)
    )  # fmt: skip
    desk = at_the_desk(lead)
    look_up(curious, 1)
    quiet = " ".join(desk.get(PAGE).content.decode().split())
    assert "Alerts of the last 30 days, newest first</h3> <p" in quiet
    assert f"<td>{PEOPLE_AN_HOUR}</td><td>{PEOPLE_AN_HOUR}</td>" in quiet
    look_up(curious, 1)
    told = " ".join(desk.get(PAGE).content.decode().split())
    alerts = told.split("The last hour")[0]
    assert curious.public_id in alerts
    assert f"<td>{PEOPLE_AN_HOUR + 1}</td><td>{PEOPLE_AN_HOUR + 1}</td>" in alerts


def test_who_is_watched_does_not_read_it(lead: User) -> None:
    curious = colleague("moderator")
    AuditEvent.objects.create(
        action="audit.staff.volume_alert", actor="system:audit", target=curious.public_id,
        facts={"looks": 61, "people": 2},
    )  # fmt: skip
    assert curious.public_id in at_the_desk(lead).get(PAGE).content.decode()
    assert desk_of("moderator").get(PAGE).status_code == 403
    assert (
        "volume_alert" not in at_the_desk(curious).get("/admin/audit/auditevent/").content.decode()
    )


def test_a_look_at_the_looks_is_a_row_too(lead: User) -> None:
    at_the_desk(lead).get(PAGE)
    rows = AuditEvent.objects.filter(actor=lead.public_id, action="audit.staff.listed")
    assert rows.exists()
