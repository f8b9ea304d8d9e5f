"""Posts that were hidden first: those whose time is over, a spike of them, and reports of child
safety that a check may support."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from audit.models import AuditEvent
from audit.services import record
from enforcement.models import Case, Hiding, Report
from enforcement.triage.children import is_supported
from enforcement.triage.hiding import (
    HIDER,
    end,
    ends_beside_children,
    go_on,
    hide_child,
    over,
    why_over,
)
from enforcement.triage.lanes import SPIKE, SPIKE_WINDOW
from enforcement.triage.telling import page_leads
from lib.advisory import hold_name
from lib.repairs import repair_each

SPIKED = "enforcement.hiding.spike"
EVERY = timedelta(minutes=5)  # from one sweep to the next
LAST = timedelta(days=1)


def end_over() -> int:
    """Those that nobody decided about in time, and that nothing else keeps. Returns in how many
    cases. Each case is locked before what hides for it and the post, as where somebody decides; one
    that somebody holds is left to the next sweep."""
    repair_each(_cases(ends_beside_children(LAST)), _go_on, by="opened_at")
    return repair_each(_cases(over()), _end, by="opened_at")


def _cases(rows: QuerySet[Hiding]) -> QuerySet[Case]:
    return Case.objects.filter(Exists(rows.filter(case=OuterRef("pk"))))


def _end(case: Case) -> None:
    for row in _held(over(), case):
        end(row, why_over(row))


def _go_on(case: Case) -> None:
    """At any moment of its last day, so that it goes on at no moment that its maker foresees."""
    for row in _held(ends_beside_children(LAST), case):
        left = row.ends_at - timezone.now() if row.ends_at else LAST
        if secrets.randbelow(max(1, left // EVERY)) == 0:
            go_on(row)


def _held(rows: QuerySet[Hiding], case: Case) -> QuerySet[Hiding]:
    return rows.select_for_update(of=("self",)).filter(case=case).order_by("pk")


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
    if report is None or report.case_id is None:
        return False
    if not is_supported(report.subject_kind, report.subject_id):
        return False
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=report.case_id)
        return hide_child(report, case) is not None
