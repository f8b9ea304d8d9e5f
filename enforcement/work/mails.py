"""Letters to people without an account. Nothing in them says what was reported."""

from typing import Any
from uuid import UUID

from django.core.mail import send_mail
from django.template.loader import render_to_string

from enforcement.appeal_rules import Standing
from enforcement.links import confirm_link, report_appeal_link, status_link
from enforcement.models import Contact, OpenNotice, Report
from enforcement.services.contacts import known_of
from enforcement.services.open_notices import new_code
from enforcement.services.reporters import is_muted
from enforcement.services.statements import appeal_says, court_says, out_of_court_says
from enforcement.showing import Answered, answered, removed
from enforcement.states import ReportState
from lib.ending import told

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
    reports = Report.objects.select_related("contact", "case").defer("text")
    report = reports.filter(pk=report_id, state=ReportState.ANSWERED).first()
    if report is None or report.contact is None or report.contact.address is None:
        return False
    found = answered(report)
    facts = {
        "report": report.public_id,
        "outcome": report.outcome,
        "removed": removed(report),
        "link": status_link(report.public_id),
        "processing": found.processing if found else "",
        "appeal": appeal_says(found.right) if found else "",
        "appeal_link": _appeal_link(report, found),
        "out_of_court": out_of_court_says(),
        "court": court_says(),
    }
    return send("answered", report.contact.address, facts)


def _appeal_link(report: Report, found: Answered | None) -> str:
    is_open = found is not None and found.right.standing == Standing.OPEN
    return report_appeal_link(report.public_id) if is_open else ""


def send_pause(contact_id: UUID) -> bool:
    """Until when what they report has no effect, or that it has again, as it is now (DSA, Article
    23). False where nobody is left to read it."""
    contact = Contact.objects.get(pk=contact_id)
    if contact.address is None:
        return False
    row = known_of(contact)
    until = row.muted_until if is_muted(row) else None
    facts = {"until": told(until) if until else None}
    return send("paused", contact.address, facts)


def send(letter: str, address: str, facts: dict[str, Any]) -> bool:
    """One of the letters of this room."""
    subject, message = written(letter, facts)
    send_mail(subject, message, None, [address])
    return True


def written(letter: str, facts: dict[str, Any]) -> tuple[str, str]:
    """Its subject and its text."""
    subject = render_to_string(f"{PLACE}/{letter}_subject.txt", facts).strip()
    return subject, render_to_string(f"{PLACE}/{letter}_message.txt", facts)
