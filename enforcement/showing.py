"""What somebody who reported something reads of it."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from accounts.models import User
from enforcement.actions.names import Audience
from enforcement.actions.registry import action_of
from enforcement.appeal_rules import Right, right_of_reporter
from enforcement.models import (
    ActionState,
    Appeal,
    Case,
    DecisionAction,
    DecisionSource,
    Party,
    Report,
)
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
    """One's own, with where their cases are, what was done, and nothing else of these; never the
    words."""
    cases = Prefetch("case", Case.objects.only("id", "state", "diverted"))
    done = Prefetch("case__decisions__actions", _standing())
    mine = Appeal.objects.filter(party=Party.REPORTER, person_id=viewer.pk if viewer else None)
    sent = Prefetch("case__decisions__appeals", mine)
    return see_report.queryset(viewer).prefetch_related(cases, done, sent).defer("text")


def measures_of(report: Report) -> list[str]:
    """Ids of what its reporter is told of actions that stand, in no order that would tell more;
    nothing of child safety."""
    if not report.outcome or report.case is None or report.case.diverted:
        return []
    if "decisions" not in getattr(report.case, "_prefetched_objects_cache", {}):
        return measures_at(report.case)
    return _told({row.name for one in report.case.decisions.all() for row in one.actions.all()})


def measures_at(case: Case) -> list[str]:
    """The same of a case: what each of its reporters reads now."""
    if case.diverted:
        return []
    return _told(set(_standing().filter(decision__case=case).values_list("name", flat=True)))


def _told(names: set[str]) -> list[str]:
    return sorted({action_of(name).notice(Audience.REPORTER) for name in names})


@dataclass(frozen=True, slots=True)
class Answered:
    """What was decided, for who reported it: whether without a person (DSA, Article 16(6)), what
    they may do against it, and their appeal."""

    automated: bool
    right: Right
    appeal: Appeal | None


def answered(report: Report) -> Answered | None:
    """None before it is."""
    case = report.case
    if case is None or case.diverted or report.state != ReportState.ANSWERED:
        return None
    if "decisions" not in getattr(case, "_prefetched_objects_cache", {}):
        prefetch_related_objects([case], "decisions__appeals")
    decisions = list(case.decisions.all())
    before = {one.supersedes_id for one in decisions}
    stands = next((one for one in decisions if one.pk not in before), None)
    sent = [one for row in decisions for one in row.appeals.all() if _is_of(one, report)]
    against = next((one for one in sent if stands and one.decision_id == stands.pk), None)
    return Answered(
        automated=stands is not None and stands.source == DecisionSource.AUTOMATION,
        right=right_of_reporter(report, stands, appealed=against is not None),
        appeal=max(sent, key=lambda one: one.opened_at, default=None),
    )


def _is_of(appeal: Appeal, report: Report) -> bool:
    if report.reporter_id is not None:
        return appeal.person_id == report.reporter_id and appeal.party == Party.REPORTER
    return appeal.contact_id is not None and appeal.contact_id == report.contact_id


def _standing() -> "QuerySet[DecisionAction]":
    return DecisionAction.objects.filter(state__in=[ActionState.APPLIED, ActionState.EXPIRED])
