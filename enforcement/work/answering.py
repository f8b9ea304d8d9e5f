"""Telling those who reported something what was found (E4), one at a time: however many they are,
no log stays locked for long, and whoever is killed goes on where they were."""

from uuid import UUID

from django.db.models import F, Q, QuerySet
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


def answer(case_id: UUID) -> int:
    """Answer all who wait in a decided case, and those who were told otherwise before. Returns how
    many. Safe to do again."""
    case = Case.objects.filter(pk=case_id, state__in=sorted(SETTLED)).exclude(outcome="").first()
    return 0 if case is None else repair_each(_owed().filter(case=case), _answer, by="created_at")


def answer_overdue() -> int:
    """The same for what a lost message left behind. Returns how many."""
    cases = Case.objects.filter(state__in=sorted(SETTLED)).exclude(outcome="")
    waiting = _owed().filter(case__in=cases)
    for case_id in waiting.order_by().values_list("case_id", flat=True).distinct():
        enqueue(tasks.answer_reports, case_id)
    return waiting.count()


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
