"""Letters to people without an account. Nothing in them says what was reported."""

from typing import Any
from uuid import UUID

from django.core.mail import send_mail
from django.template.loader import render_to_string

from enforcement.links import confirm_link, status_link
from enforcement.models import OpenNotice, Report
from enforcement.services.open_notices import new_code
from enforcement.states import ReportState

PLACE = "enforcement/mail"


def send_confirmation(notice_id: UUID) -> bool:
    """A code and a link; sent again they are new ones. False where it was confirmed already."""
    notice = OpenNotice.objects.filter(pk=notice_id, confirmed_at=None).first()
    if notice is None:
        return False
    facts = {"code": new_code(notice), "link": confirm_link(notice)}
    return send("confirm", notice.address, facts)


def send_answer(report_id: UUID) -> bool:
    """What was found. False where nobody is left to read it."""
    reports = Report.objects.select_related("contact").defer("text")
    report = reports.filter(pk=report_id, state=ReportState.ANSWERED).first()
    if report is None or report.contact is None or report.contact.address is None:
        return False
    facts = {
        "report": report.public_id,
        "outcome": report.outcome,
        "link": status_link(report.public_id),
    }
    return send("answered", report.contact.address, facts)


def send(letter: str, address: str, facts: dict[str, Any]) -> bool:
    """One of the letters of this room."""
    subject, message = written(letter, facts)
    send_mail(subject, message, None, [address])
    return True


def written(letter: str, facts: dict[str, Any]) -> tuple[str, str]:
    """Its subject and its text."""
    subject = render_to_string(f"{PLACE}/{letter}_subject.txt", facts).strip()
    return subject, render_to_string(f"{PLACE}/{letter}_message.txt", facts)
