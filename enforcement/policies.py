"""Who may see reports and cases: each rule serves a question about one row and a queryset."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from enforcement.models import Case, Report
from enforcement.reasons import Queue

HANDLE = "enforcement.handle_case"
IMPERSONATION = "enforcement.handle_impersonation"
CHILD_SAFETY = "enforcement.handle_child_safety"
MANAGE_REPORTERS = "enforcement.manage_reporters"
APPOINT_FLAGGER = "enforcement.appoint_flagger"


class SeeReport:
    """A report is seen by whoever made it, and by nobody else of those whom it speaks of."""

    def queryset(self, viewer: User | None) -> QuerySet[Report]:
        """One's own."""
        if viewer is None:
            return Report.objects.none()
        return Report.objects.filter(reporter_id=viewer.pk)

    def allows(self, viewer: User | None, report: Report) -> bool:
        """Whether `viewer` made it."""
        return self.queryset(viewer).filter(pk=report.pk).exists()


class SeeCase:
    """Staff who handle cases; those of child safety and of impersonation only staff who handle
    these. Nobody sees a case about themself, nor one that they reported, nor one in which they are
    the one who is impersonated."""

    def queryset(self, viewer: User | None) -> QuerySet[Case]:
        """All that `viewer` may look at."""
        if viewer is None or not viewer.stands or not viewer.is_staff:
            return Case.objects.none()
        wanted = [rule for permission, rule in _RULES if viewer.has_perm(permission)]
        if not wanted:
            return Case.objects.none()
        reports = Report.objects.filter(case=OuterRef("pk"))
        own = reports.filter(Q(reporter_id=viewer.pk) | Q(of_id=viewer.pk))
        cases = Case.objects.filter(reduce(or_, wanted)).exclude(owner_id=viewer.pk)
        return cases.exclude(Exists(own))

    def allows(self, viewer: User | None, case: Case) -> bool:
        """Whether `viewer` may look at it."""
        return self.queryset(viewer).filter(pk=case.pk).exists()


_COMPLAINTS = Report.objects.filter(case=OuterRef("pk"), counts=True).exclude(claim="")
_RULES = (
    (HANDLE, Q(diverted=False) & ~Q(queue=Queue.IMPERSONATION)),
    # Also where somebody gave a graver reason beside it, and another queue has the case.
    (IMPERSONATION, Q(diverted=False) & (Q(queue=Queue.IMPERSONATION) | Exists(_COMPLAINTS))),
    (CHILD_SAFETY, Q(diverted=True)),
)
see_report = SeeReport()
see_case = SeeCase()
