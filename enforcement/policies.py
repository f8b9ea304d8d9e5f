"""Who may see reports and cases: each rule serves a question about one row and a queryset."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from enforcement.models import Case, Report

HANDLE = "enforcement.handle_case"
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
    """Staff who handle cases; those of child safety only staff who handle these. Nobody sees a case
    about themself, nor one that they reported."""

    def queryset(self, viewer: User | None) -> QuerySet[Case]:
        """All that `viewer` may look at."""
        if viewer is None or not viewer.stands or not viewer.is_staff:
            return Case.objects.none()
        kinds = [
            diverted
            for diverted, permission in ((False, HANDLE), (True, CHILD_SAFETY))
            if viewer.has_perm(permission)
        ]
        own = Report.objects.filter(case=OuterRef("pk"), reporter_id=viewer.pk)
        cases = Case.objects.filter(diverted__in=kinds).exclude(owner_id=viewer.pk)
        return cases.exclude(Exists(own))

    def allows(self, viewer: User | None, case: Case) -> bool:
        """Whether `viewer` may look at it."""
        return self.queryset(viewer).filter(pk=case.pk).exists()


see_report = SeeReport()
see_case = SeeCase()
