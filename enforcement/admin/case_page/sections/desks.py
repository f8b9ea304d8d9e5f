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
    links = [Link("Their page", reverse("admin:accounts_user_change", args=[person]))]
    page = PAGES.get(case.subject_kind)
    if page and not case.diverted:
        links.append(Link("The thing at its own desk", reverse(page, args=[case.subject_id])))
    film = None if case.diverted else job_of(case)
    if film is not None:
        links.append(Link("Its job", reverse("admin:generation_job_change", args=[film])))
        if viewer.has_perm(DECIDE):
            scans = reverse("admin:moderation_scan_changelist")
            links.append(Link("Its scans", f"{scans}?q={encode(IdKind.GENERATION, film)}"))
    if viewer.has_perm(MANAGE_REPORTERS):
        links.append(Link("Reports", reverse("admin:enforcement_report_changelist")))
    if viewer.has_perm(AUDIT):
        audit = reverse("admin:audit_auditevent_changelist")
        links.append(Link("Its audit rows", f"{audit}?q={case.public_id}"))
    return Shown(facts=tuple((f"{number}", link) for number, link in enumerate(links, start=1)))
