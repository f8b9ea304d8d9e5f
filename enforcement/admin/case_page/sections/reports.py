from dataclasses import dataclass
from uuid import UUID

from accounts.admin.sections.shown import Link, person_link, when
from accounts.models import User
from enforcement.admin.wording import in_words
from enforcement.models import Case, CaseFinding, Contact, Report, Reporter
from enforcement.policies import MANAGE_REPORTERS
from enforcement.reasons import REASONS
from enforcement.services.case_findings import found_in
from enforcement.services.contacts import known_of_mailboxes
from enforcement.trust import trust_of

MOST = 100


@dataclass(frozen=True, slots=True)
class Said:
    """One report. `who` is a name only for whoever looks after reporters; `trust` is 0 to 1."""

    key: UUID
    reason: str
    who: str | Link
    trust: str
    marks: str
    part: str
    text: str
    at: str
    counts: bool


def read(case: Case, viewer: User) -> dict[str, object]:
    """Newest first. Of one reporter all reports bear the same number, and no more of them."""
    rows = list(case.reports.select_related("contact").order_by("-created_at", "-id")[:MOST])
    ids = {row.reporter_id for row in rows if row.reporter_id}
    known = {row.person_id: row for row in Reporter.objects.filter(pk__in=ids)}
    boxes = {row.contact.mailbox for row in rows if row.contact}
    voices = {one.mailbox: one for one in known_of_mailboxes(boxes)}
    named = viewer.has_perm(MANAGE_REPORTERS)
    people = {one.pk: person_link(one) for one in User.objects.filter(pk__in=ids)} if named else {}
    numbers = {key: number for number, key in enumerate(sorted(ids, key=str), start=1)}
    said = [
        Said(
            key=row.pk,
            reason=REASONS[row.reason].label,
            who=people.get(row.reporter_id) or _unnamed(row, numbers),
            trust=_trust(row, known, voices),
            marks=", ".join(_marks(row)),
            part=_part(row),
            text=row.text or "",
            at=when(row.created_at),
            counts=row.counts,
        )
        for row in rows
    ]
    findings = [_found(one) for one in found_in(case).order_by("at")]
    return {"said": said, "more": max(0, case.report_count - len(said)), "findings": findings}


def _found(one: CaseFinding) -> str:
    said = in_words(one.kind).capitalize()
    about = f" ({one.get_category_display().lower()})" if one.category else ""
    return f"{said}{about}, {when(one.at)}"


def _unnamed(row: Report, numbers: dict[UUID, int]) -> str:
    if row.reporter_id is None:
        return "somebody without an account"
    return f"reporter {numbers[row.reporter_id]}"


def _trust(row: Report, known: dict[UUID, Reporter], voices: dict[str, Contact]) -> str:
    if row.contact is not None:
        return f"{trust_of(voices[row.contact.mailbox]).share:.2f}"
    if row.reporter_id is None:
        return "-"
    return f"{trust_of(known.get(row.reporter_id)).share:.2f}"


def _marks(row: Report) -> list[str]:
    marks = {
        "about themself": row.about_me,
        "in it by our records": row.verified,
        "trusted flagger": row.trusted,
        "it was gone already": row.gone,
        "does not count": not row.counts,
    }
    return [name for name, holds in marks.items() if holds]


def _part(row: Report) -> str:
    if row.start_s is None or row.end_s is None:
        return ""
    return f"{row.start_s:.1f} to {row.end_s:.1f} s"
