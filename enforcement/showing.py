"""What somebody who reported something reads of it."""

from enum import StrEnum

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from enforcement.models import Case, Report
from enforcement.policies import see_report
from enforcement.states import CaseState, ReportState


class Progress(StrEnum):
    """Where a report is, for its reporter."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    DECIDED = "decided"
    CLOSED = "closed"  # without a finding: it had no effect


def progress_of(report: Report) -> Progress:
    """Nothing of it tells what the other side does: an appeal of theirs does not show."""
    if report.state == ReportState.ANSWERED:
        return Progress.DECIDED
    if report.state == ReportState.SET_ASIDE:
        return Progress.CLOSED
    claimed = report.case is not None and report.case.state == CaseState.CLAIMED
    return Progress.IN_REVIEW if claimed else Progress.RECEIVED


def reports_for(viewer: User | None) -> "QuerySet[Report]":
    """One's own, with where their cases are and nothing else of these; never the words."""
    cases = Prefetch("case", Case.objects.only("id", "state"))
    return see_report.queryset(viewer).prefetch_related(cases).defer("text")
