"""Who may appeal what, until when, and who may answer it (E25 to E27)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from enforcement.limits import APPEAL_ROUNDS
from enforcement.models import (
    ActionState,
    Appeal,
    AppealOutcome,
    AppealState,
    BatchItem,
    Case,
    Decision,
    Party,
    Report,
)
from enforcement.states import CaseSource, Outcome, ReportState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode


class Standing(StrEnum):
    """Whether a decision can be appealed by somebody."""

    OPEN = "open"
    APPEALED = "appealed"  # by them, already
    OVER = "over"  # its time is
    FINAL = "final"  # both sides were heard
    HEARD = "heard"  # others who reported it were, and it stands
    CLOSED = "closed"  # by a law or an order (E28)
    NOTHING = "nothing"  # it did nothing that holds, or another took its place


REFUSALS = {
    Standing.APPEALED: ErrorCode.ALREADY_APPEALED,
    Standing.OVER: ErrorCode.GONE,
    Standing.FINAL: ErrorCode.NOT_APPEALABLE,
    Standing.HEARD: ErrorCode.NOT_APPEALABLE,
    Standing.CLOSED: ErrorCode.NOT_APPEALABLE,
    Standing.NOTHING: ErrorCode.NOT_APPEALABLE,
}
HOLDS = (ActionState.WAITING, ActionState.APPLIED, ActionState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Right:
    """What somebody may do against a decision. `until`: None where there is nothing to appeal."""

    standing: Standing
    until: datetime | None = None


def window() -> timedelta:
    """For how long."""
    return timedelta(days=settings.APPEAL_DAYS)


def right_of_owner(decision: Decision, *, appealed: bool, did: bool, replaced: bool) -> Right:
    """Of the person whom it concerns. `did`: something of it holds, or did until its end."""
    if replaced or not did:
        return Right(Standing.NOTHING)
    return _right(decision, appealed=appealed, since=decision.at)


def right_of_reporter(
    report: Report, decision: Decision | None, *, appealed: bool, heard: bool
) -> Right:
    """Of somebody who reported it, also after it was decided, against the decision of their case
    that stands; their time runs since they were told. `heard`: others who reported it appealed, and
    it stands. Words about child safety go a way of their own, which has no appeal yet.
    """
    since = report.answered_at
    if decision is None or since is None or report.state != ReportState.ANSWERED:
        return Right(Standing.NOTHING)
    if report.diverted or decision.outcome != Outcome.NO_VIOLATION:
        return Right(Standing.NOTHING)
    right = _right(decision, appealed=appealed, since=since)
    # A side is heard once (E25); else each of a crowd had it looked at anew. Whoever is in it by
    # our records speaks for themself.
    if right.standing == Standing.OPEN and heard and not report.verified:
        return Right(Standing.HEARD)
    return right


def _right(decision: Decision, *, appealed: bool, since: datetime) -> Right:
    until = since + window()
    if appealed:
        return Right(Standing.APPEALED, until)
    if decision.no_appeal:
        return Right(Standing.CLOSED)
    if decision.appeal_round >= APPEAL_ROUNDS:
        return Right(Standing.FINAL)
    return Right(Standing.OPEN if timezone.now() < until else Standing.OVER, until)


def refusal(right: Right) -> DomainError | None:
    """What an appeal is answered, where it cannot be."""
    if right.standing == Standing.OPEN:
        return None
    said = {
        Standing.APPEALED: _("You appealed this already."),
        Standing.OVER: _("The time in which this could be appealed is over."),
        Standing.FINAL: _("Both sides were heard: this is final."),
        Standing.HEARD: _("Somebody else looked at it anew already: what was decided stands."),
        Standing.CLOSED: _("A law or an order says this: it is contested before its court."),
        Standing.NOTHING: _("There is nothing here to appeal."),
    }
    return DomainError(REFUSALS[right.standing], said[right.standing])


def upheld_for_reporters(decision: OuterRef | Decision) -> "QuerySet[Appeal]":
    """Of a decision: appeals of people who reported it, of which somebody else found that it stands
    all the same."""
    upheld = Appeal.objects.filter(state=AppealState.RESOLVED, outcome=AppealOutcome.UPHELD)
    return upheld.filter(decision=decision, party=Party.REPORTER)


def did(decision: Decision) -> bool:
    """Whether something of it holds, or did until its end."""
    return decision.actions.filter(state__in=HOLDS).exists()


def standing_decision(case: Case) -> Decision | None:
    """The one of a case whose place no other took."""
    return case.decisions.filter(superseded_by=None).first()


def chain(decision: Decision) -> list[Decision]:
    """It, and those whose place it took, one after another: as many as there are rounds."""
    found = [decision]
    while found[-1].supersedes_id is not None and len(found) <= APPEAL_ROUNDS:
        before = Decision.objects.get(pk=found[-1].supersedes_id)
        found.append(before)
    return found


def judged(decision: Decision, by: UUID) -> bool:
    """Whether this person decided or approved it, alone or with many others, or what it came from:
    another must answer."""
    label, rows = str(Actor.person(by)), chain(decision)
    if any(label in (one.decided_by, one.approved_by) for one in rows):
        return True
    return BatchItem.objects.filter(decision__in=rows, batch__approved_by=by).exists()


def not_a_party(cases: "QuerySet[Case]", viewer: User) -> "QuerySet[Case]":
    """Without appeals that `viewer` sent, or that follow what they reported: nobody of the staff
    looks at their own side of a thing."""
    sent = Appeal.objects.filter(case=OuterRef("pk"), person_id=viewer.pk)
    before = Report.objects.filter(case=OuterRef("follows"))
    reported = before.filter(Q(reporter_id=viewer.pk) | Q(of_id=viewer.pk))
    return cases.exclude(Q(source=CaseSource.APPEAL) & (Exists(sent) | Exists(reported)))


def without_their_own(cases: "QuerySet[Case]", by: User) -> "QuerySet[Case]":
    """Without appeals against what `by` decided or approved, or what that came from (E27)."""
    label = str(Actor.person(by.pk))
    theirs = Q()
    for step in range(APPEAL_ROUNDS + 1):
        path = "decision" + "__supersedes" * step
        theirs |= Q(**{f"{path}__decided_by": label}) | Q(**{f"{path}__approved_by": label})
        theirs |= Q(**{f"{path}__batch_item__batch__approved_by": by.pk})
    appeals = Appeal.objects.filter(theirs, case=OuterRef("pk"))
    return cases.exclude(Q(source=CaseSource.APPEAL) & Exists(appeals))
