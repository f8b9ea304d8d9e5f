from django.urls import reverse

from accounts.admin.sections.shown import Link, Shown
from accounts.models import User
from enforcement.admin.case_page.films import job_of
from enforcement.admin.naming import PAGES
from enforcement.models import Case
from enforcement.policies import MANAGE_REPORTERS
from lib.ids import IdKind, encode
from moderation.services.reviews import DECIDE

AUDIT = "audit.view_auditevent"


def read(case: Case, viewer: User) -> Shown:
    """Links to the pages of other rooms; each asks for its own right."""
    person = encode(IdKind.USER, case.owner_id)
    links = [("Whose it is", Link(person, reverse("admin:accounts_user_change", args=[person])))]
    page = PAGES.get(case.subject_kind)
    if page and not case.diverted:
        at_desk = Link(case.subject, reverse(page, args=[case.subject_id]))
        links.append(("The thing at its own desk", at_desk))
    film = None if case.diverted else job_of(case)
    if film is not None:
        job = encode(IdKind.GENERATION, film)
        links.append(("Its job", Link(job, reverse("admin:generation_job_change", args=[film]))))
        if viewer.has_perm(DECIDE):
            scans = reverse("admin:moderation_scan_changelist")
            links.append(("What detectors said", Link("its scans", f"{scans}?q={job}")))
    if viewer.has_perm(MANAGE_REPORTERS):
        reports = reverse("admin:enforcement_report_changelist")
        links.append(("What was reported", Link("all reports", reports)))
    if viewer.has_perm(AUDIT):
        audit = reverse("admin:audit_auditevent_changelist")
        links.append(("What was done", Link("its audit rows", f"{audit}?q={case.public_id}")))
    return Shown(facts=tuple(links))
