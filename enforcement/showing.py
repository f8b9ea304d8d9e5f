"""What somebody who reported something reads of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from accounts.models import User
from enforcement.actions.names import ActionName, Audience
from enforcement.actions.registry import action_of
from enforcement.appeal_rules import Right, right_of_reporter, upheld_for_reporters
from enforcement.models import (
    ActionState,
    Appeal,
    Case,
    Decision,
    DecisionAction,
    DecisionSource,
    Party,
    Report,
    ReportAttachment,
)
from enforcement.policies import see_report
from enforcement.services.statements import processing_says
from enforcement.states import CaseState, Outcome, ReportState


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
    cases = Prefetch("case", Case.objects.only("id", "state", "diverted", "examined_at"))
    decisions = Prefetch("case__decisions", _decisions())
    done = Prefetch("case__decisions__actions", _standing())
    mine = Appeal.objects.filter(party=Party.REPORTER, person_id=viewer.pk if viewer else None)
    sent = Prefetch("case__decisions__appeals", mine)
    with_it = Prefetch("attachments", ReportAttachment.objects.only("id", "report_id"))
    parts = (cases, decisions, done, sent, with_it)
    return see_report.queryset(viewer).prefetch_related(*parts).defer("text")


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


# What these leave is seen by nobody else; whatever else was done leaves the thing where it is.
_REMOVING = (
    *(ActionName.REMOVE_POST, ActionName.REMOVE_DRAFT, ActionName.REMOVE_NAME),
    *(ActionName.REMOVE_BIO, ActionName.PAUSE_CAMEO),
)


def removed(report: Report) -> bool | None:
    """Whether what was done took it away, where it broke a rule; None for all else, and of child
    safety. An answer says no more than that: a warning leaves a film up."""
    told = report.case is not None and not report.case.diverted
    if report.outcome != Outcome.VIOLATION or not told:
        return None
    return bool(
        {action_of(one).notice(Audience.REPORTER) for one in _REMOVING} & set(measures_of(report))
    )


def _told(names: set[str]) -> list[str]:
    return sorted({action_of(name).notice(Audience.REPORTER) for name in names})


@dataclass(frozen=True, slots=True)
class Answered:
    """What was decided, for who reported it: whether without a person, the part of software in it
    in words (DSA, Article 16(6)), what they may do against it (16(5)), and their appeal."""

    automated: bool
    processing: str
    right: Right
    appeal: Appeal | None


def answered(report: Report) -> Answered | None:
    """None before it is. Of child safety it says no more than who decided, and the ways out of
    court and in court (16(5))."""
    case = report.case
    if case is None or report.state != ReportState.ANSWERED:
        return None
    if "decisions" not in getattr(case, "_prefetched_objects_cache", {}):
        decided = Prefetch("decisions", _decisions())
        sent_by = Prefetch("decisions__appeals", Appeal.objects.select_related("contact"))
        prefetch_related_objects([case], decided, sent_by)
    decisions: list[Any] = list(case.decisions.all())
    before = {one.supersedes_id for one in decisions}
    stands = next((one for one in decisions if one.pk not in before), None)
    sent = [one for row in decisions for one in row.appeals.all() if _is_of(one, report)]
    against = next((one for one in sent if stands and one.decision_id == stands.pk), None)
    automated = stands is not None and stands.source == DecisionSource.AUTOMATION
    return Answered(
        automated=automated,
        processing=processing_says(examined=case.examined_at is not None, automated=automated),
        right=right_of_reporter(
            report,
            stands,
            appealed=against is not None,
            heard=stands is not None and stands.is_heard,
        ),
        appeal=max(sent, key=lambda one: one.opened_at, default=None),
    )


def _is_of(appeal: Appeal, report: Report) -> bool:
    if report.reporter_id is not None:
        return appeal.person_id == report.reporter_id and appeal.party == Party.REPORTER
    # All addresses of one mailbox are one voice.
    said, sent = report.contact, appeal.contact
    return said is not None and sent is not None and sent.mailbox == said.mailbox


def _decisions() -> "QuerySet[Decision]":
    return Decision.objects.annotate(is_heard=Exists(upheld_for_reporters(OuterRef("pk"))))


def _standing() -> "QuerySet[DecisionAction]":
    return DecisionAction.objects.filter(state__in=[ActionState.APPLIED, ActionState.EXPIRED])
