"""Telling those who reported something what was found (E4), one at a time: however many they are,
no log stays locked for long, and whoever is killed goes on where they were."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from enforcement import notices, tasks
from enforcement.models import Appeal, Case, Decision, Party, Report
from enforcement.services.contacts import reports_by, weigh_contact
from enforcement.services.reporters import weigh
from enforcement.states import SETTLED, ReportState
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.repairs import repair_each
from lib.states import advance

DESK = Actor.system("desk")
AGAIN_AFTER = timedelta(minutes=10)
SENT_AT_ONCE = 100


def answer(case_id: UUID) -> int:
    """Answer all who wait in a decided case, and those who were told otherwise before. Returns how
    many. Safe to do again."""
    case = Case.objects.filter(pk=case_id, state__in=sorted(SETTLED)).exclude(outcome="").first()
    return 0 if case is None else repair_each(_owed().filter(case=case), _answer, by="created_at")


def answer_overdue() -> int:
    """The same for what a lost message left behind: each case once in AGAIN_AFTER, however often
    the sweeper runs and however many do, those that were asked about least first. What waits in the
    queue is not sent again meanwhile. Returns how many cases."""
    now = timezone.now()
    settled = Case.objects.filter(state__in=sorted(SETTLED), decided_at__lte=now - AGAIN_AFTER)
    owed = settled.exclude(outcome="").filter(Exists(_owed().filter(case=OuterRef("pk"))))
    unsent = owed.filter(Q(sent_at=None) | Q(sent_at__lte=now - AGAIN_AFTER))
    oldest = unsent.order_by(F("sent_at").asc(nulls_first=True), "decided_at")
    with transaction.atomic():
        cases = list(oldest.select_for_update(skip_locked=True)[:SENT_AT_ONCE])
        for case in cases:
            enqueue(tasks.answer_reports, case.pk)
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(sent_at=now)
    return len(cases)


def _owed() -> QuerySet[Report]:
    told_otherwise = Q(state=ReportState.ANSWERED) & ~Q(outcome=F("case__outcome"))
    return Report.objects.filter(Q(state=ReportState.RECEIVED) | told_otherwise, counts=True)


def _answer(report: Report) -> None:
    """Its row is locked. The case is read again: its finding may have changed meanwhile."""
    case = Case.objects.get(reports=report.pk)
    if report.state == ReportState.ANSWERED:
        advance(
            report, to=ReportState.RECEIVED, actor=DESK, reason="another finding took its place",
            outcome="", answered_at=None,
        )  # fmt: skip
    advance(
        report, to=ReportState.ANSWERED, actor=DESK, reason="its case was decided",
        outcome=case.outcome, answered_at=timezone.now(),
    )  # fmt: skip
    _weigh(report)
    if _by_their_own_appeal(report):
        return
    if report.contact_id is not None:
        enqueue(tasks.send_answer, report.pk)
    elif report.reporter_id is not None:
        notices.tell_answered(report)


def _by_their_own_appeal(report: Report) -> bool:
    """What was found is the answer to their own appeal, which told them so (Q-15): they do not hear
    it twice, and others hear nothing of an appeal."""
    voice = {"person_id": report.reporter_id} if report.reporter_id else {"contact": report.contact}
    newest = Decision.objects.filter(case=report.case_id, superseded_by=None)
    return Appeal.objects.filter(result__in=newest, party=Party.REPORTER, **voice).exists()


def _weigh(report: Report) -> None:
    """Once for a voice in a case, whatever number of reasons they gave."""
    if report.weighed:
        _count(report, report.weighed, by=-1)
    elif _was_weighed(report):
        return
    _count(report, report.outcome)
    report.weighed = report.outcome
    report.save(update_fields=["weighed"])


def _count(report: Report, outcome: str, *, by: int = 1) -> None:
    if report.reporter_id is not None:
        weigh(report.reporter_id, outcome, by=by)
    elif report.contact_id is not None:
        weigh_contact(report.contact_id, outcome, by=by)


def _was_weighed(report: Report) -> bool:
    said = Q(reporter_id=report.reporter_id)
    if report.contact is not None:
        said = reports_by(report.contact)
    others = Report.objects.filter(said, case=report.case_id)
    return others.exclude(pk=report.pk).exclude(weighed="").exists()
