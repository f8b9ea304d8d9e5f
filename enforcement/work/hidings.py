"""Posts that were hidden first: those whose time is over, a spike of them, and reports of child
safety that a check may support."""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from audit.models import AuditEvent
from audit.services import record
from enforcement.models import Case, Hiding, HidingEnd, Report
from enforcement.triage.children import is_supported
from enforcement.triage.hiding import HIDER, end, hide_child, live
from enforcement.triage.lanes import SPIKE, SPIKE_WINDOW
from enforcement.triage.telling import page_leads
from lib.advisory import hold_name
from lib.repairs import repair_each

SPIKED = "enforcement.hiding.spike"


def end_over() -> int:
    """Those that nobody decided about in time. Returns in how many cases. Each case is locked
    before what hides for it and the post, as where somebody decides; one that somebody holds is
    left to the next sweep."""
    cases = Case.objects.filter(Exists(_over().filter(case=OuterRef("pk"))))
    return repair_each(cases, _end, by="opened_at")


def _over() -> QuerySet[Hiding]:
    return live().filter(ends_at__lte=timezone.now())


def _end(case: Case) -> None:
    for row in _over().select_for_update().filter(case=case).order_by("pk"):
        end(row, HidingEnd.in_time(contested=row.contested_at is not None))


def watch_spike() -> bool:
    """Page the leads where too much is hidden at once, once an hour. Returns whether it did."""
    since = timezone.now() - SPIKE_WINDOW
    with transaction.atomic():
        hold_name(SPIKED)
        posts = Hiding.objects.filter(since__gt=since).count()
        paged = AuditEvent.objects.filter(action=SPIKED, at__gt=since).exists()
        if posts <= SPIKE or paged:
            return False
        record(SPIKED, actor=HIDER, target="posts", posts=posts)
        page_leads("desk.hiding_spike", posts=posts)
    return True


def support_child_report(report_id: UUID) -> bool:
    """Hide the post where what is known of it already supports the report. Returns whether it did;
    what was found is stored nowhere."""
    report = Report.objects.filter(pk=report_id, diverted=True, counts=True).first()
    if report is None or report.case_id is None or not is_supported(report.subject_id):
        return False
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=report.case_id)
        return hide_child(report, case) is not None
