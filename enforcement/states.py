"""The ways of a report and of a case."""

from django.db import models

from lib.states import StateGraph


class ReportState(models.TextChoices):
    """Where a report is; what its reporter reads of it: enforcement/showing.py."""

    RECEIVED = "received"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"  # stored and without effect: its reporter was muted, or it was invalid


R = ReportState

REPORT_GRAPH = StateGraph(
    ReportState,
    initial=R.RECEIVED,
    terminal=(),
    edges={
        # Answered at once where the thing was decided about already.
        R.RECEIVED: {R.ANSWERED, R.SET_ASIDE},
        # An appeal, or another decision that superseded the first.
        R.ANSWERED: {R.RECEIVED},
        # Staff found that it was not invalid.
        R.SET_ASIDE: {R.RECEIVED},
    },
)


class CaseState(models.TextChoices):
    """Where a case is. CLOSED: without a decision, for nothing is left that opened it."""

    OPEN = "open"
    TRIAGED = "triaged"
    CLAIMED = "claimed"
    DECIDED = "decided"
    UNDER_APPEAL = "under_appeal"
    CLOSED = "closed"


C = CaseState
# New reports join a case that is one of these.
# Nobody works on it.
WAITING = frozenset({C.OPEN, C.TRIAGED})
UNDECIDED = frozenset({C.OPEN, C.TRIAGED, C.CLAIMED})
SETTLED = frozenset({C.DECIDED, C.UNDER_APPEAL, C.CLOSED})

CASE_GRAPH = StateGraph(
    CaseState,
    initial=C.OPEN,
    terminal={C.CLOSED},
    edges={
        # Decided by automation where policy allows; closed without a decision where nothing is
        # left of what opened it.
        C.OPEN: {C.TRIAGED, C.CLAIMED, C.DECIDED, C.CLOSED},
        C.TRIAGED: {C.CLAIMED, C.DECIDED, C.CLOSED},
        # Given back, skipped, or its lease ran out.
        C.CLAIMED: {C.TRIAGED, C.DECIDED},
        # What was decided stays so: it can be looked at again, and is never closed besides.
        C.DECIDED: {C.UNDER_APPEAL},
        C.UNDER_APPEAL: {C.DECIDED},
    },
)


class CaseSource(models.TextChoices):
    """What opened it."""

    REPORT = "report"
    FINDING = "finding"
    APPEAL = "appeal"


class Outcome(models.TextChoices):
    """What was found about the thing, as those who reported it hear it."""

    VIOLATION = "violation", "It breaks a rule"
    NO_VIOLATION = "no_violation", "It breaks no rule"
