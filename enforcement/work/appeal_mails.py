"""Answers to appeals by mail, also that one was overtaken: to whom something was decided about, who
may be shut out, and to whoever reported without an account. Others read them in the app."""

from uuid import UUID

from accounts.models import User
from enforcement.limits import REPLY_LASTS
from enforcement.links import appeal_link, report_appeal_link, status_link
from enforcement.models import Appeal, AppealState, AppealText, Party
from enforcement.overtaken import READ, open_until, overtaken
from enforcement.services.statements import court_says, out_of_court_says
from enforcement.shown_appeals import SAID, is_asked
from enforcement.work.mails import send


def send_appeal(appeal_id: UUID) -> bool:
    """What was found, and why. False where nobody is left to read it."""
    rows = Appeal.objects.select_related("contact", "report", "words", *READ)
    row = rows.get(pk=appeal_id)
    address, passed = _address(row), overtaken(row)
    if address is None or (row.state != AppealState.RESOLVED and passed is None):
        return False
    anew = open_until(passed.result) if passed else None
    words: AppealText | None = getattr(row, "words", None)
    facts = {
        "appeal": row.public_id,
        "about": row.report.public_id if row.report else row.decision.public_id,
        "state": row.state,
        "outcome": row.outcome,
        "answer": (words.answer or "") if words else "",
        "overtaken": passed.says if passed else "",
        "anew": {"link": appeal_link(anew[0]), "until": anew[1]} if anew else None,
        "link": status_link(row.report.public_id) if row.report else "",
        "out_of_court": out_of_court_says(),
        "court": court_says(),
    }
    return send("appealed", address, facts)


def send_question(appeal_id: UUID) -> bool:
    """The newest question, and where to reply. False where none waits, or nobody is left."""
    rows = Appeal.objects.select_related("contact", "report", "decision")
    row = rows.prefetch_related(SAID).get(pk=appeal_id)
    address = _address(row)
    if address is None or not is_asked(row):
        return False
    if row.report is not None:
        link = report_appeal_link(row.report.public_id)
    else:
        link = appeal_link(row.decision, at_least=REPLY_LASTS)
    asked = [one.text for one in row.messages.all() if one.from_staff]
    facts = {"appeal": row.public_id, "question": asked[-1], "link": link}
    return send("asked", address, facts)


def _address(row: Appeal) -> str | None:
    if row.contact is not None:
        address: str | None = row.contact.address
        return address
    if row.party != Party.OWNER or row.person_id is None:
        return None
    person = User.objects.filter(pk=row.person_id, deleted_at=None).first()
    return str(person.email) if person and person.email else None
