"""The way of a job, and how much of it clients see."""

from django.db import models

from lib.states import StateGraph


class JobState(models.TextChoices):
    """Where a job is. Clients see `PublicStatus` and `PublicStage` instead."""

    SUBMITTED = "submitted"
    SCREENING = "screening"
    SCREENED = "screened"
    PREPARING = "preparing"
    QUEUED = "queued"
    RENDERING = "rendering"
    RENDERED = "rendered"
    INSPECTING = "inspecting"
    INSPECTED = "inspected"
    IDENTIFYING = "identifying"
    CLEARED = "cleared"
    FINISHING = "finishing"
    COMPLETED = "completed"
    HELD = "held"
    REFUSED = "refused"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PublicStatus(models.TextChoices):
    """All that a client can see of a job's state (features.md, G2); never more."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PublicStage(models.TextChoices):
    """What is being done about a job that goes on; the same words whatever the reason is."""

    SCREENING = "screening"
    RENDERING = "rendering"
    INSPECTING = "inspecting"
    FINISHING = "finishing"


S = JobState
WAITING = frozenset({S.SUBMITTED, S.SCREENED, S.QUEUED, S.RENDERED, S.INSPECTED, S.CLEARED})
WORKING = frozenset(
    {S.SCREENING, S.PREPARING, S.RENDERING, S.INSPECTING, S.IDENTIFYING, S.FINISHING}
)
TERMINAL = frozenset({S.COMPLETED, S.FAILED, S.CANCELLED})
LIVE = WAITING | WORKING
# Nothing happens any more by itself; only a person's decision can take a refusal back.
SETTLED = TERMINAL | {S.REFUSED}

_ENDS = {S.FAILED, S.CANCELLED}
GRAPH = StateGraph(
    JobState,
    initial=S.SUBMITTED,
    terminal=TERMINAL,
    edges={
        # The web goes on at once where the screener answered it at once.
        S.SUBMITTED: {S.SCREENING, S.SCREENED, S.QUEUED, S.HELD, S.REFUSED, *_ENDS},
        # Back to what it waited for when its worker was lost, gave it back, or failed in passing.
        S.SCREENING: {S.SCREENED, S.QUEUED, S.SUBMITTED, S.HELD, S.REFUSED, *_ENDS},
        # Only with somebody's likeness. From here to the master it may be refused by the check
        # that runs beside rendering (M4).
        S.SCREENED: {S.PREPARING, S.REFUSED, *_ENDS},
        S.PREPARING: {S.QUEUED, S.SCREENED, S.REFUSED, *_ENDS},
        S.QUEUED: {S.RENDERING, S.REFUSED, *_ENDS},
        # Back before the queue where the pictures of a likeness are gone.
        S.RENDERING: {S.RENDERED, S.QUEUED, S.SCREENED, S.REFUSED, *_ENDS},
        S.RENDERED: {S.INSPECTING, *_ENDS},
        S.INSPECTING: {S.INSPECTED, S.RENDERED, S.HELD, S.REFUSED, *_ENDS},
        S.INSPECTED: {S.IDENTIFYING, *_ENDS},
        S.IDENTIFYING: {S.CLEARED, S.INSPECTED, S.HELD, S.REFUSED, *_ENDS},
        S.CLEARED: {S.FINISHING, *_ENDS},
        S.FINISHING: {S.COMPLETED, S.CLEARED, S.HELD, *_ENDS},
        # Looked at again, or released or refused by a person, or given up after a week.
        S.HELD: {
            *(S.SUBMITTED, S.SCREENED, S.QUEUED, S.RENDERED, S.INSPECTED, S.CLEARED),
            *(S.REFUSED, *_ENDS),
        },
        # A person found that it should not have been: on, or to be looked at once more where
        # nobody had looked to the end. Or, before anybody did, a likeness in it was taken back.
        S.REFUSED: {
            *(S.SUBMITTED, S.SCREENED, S.QUEUED, S.RENDERED, S.INSPECTED, S.CLEARED),
            S.CANCELLED,
        },
    },
)

PUBLIC: dict[JobState, PublicStatus] = {
    S.SUBMITTED: PublicStatus.QUEUED,
    S.SCREENING: PublicStatus.QUEUED,
    S.SCREENED: PublicStatus.QUEUED,
    S.PREPARING: PublicStatus.QUEUED,
    S.QUEUED: PublicStatus.QUEUED,
    S.RENDERING: PublicStatus.IN_PROGRESS,
    S.RENDERED: PublicStatus.IN_PROGRESS,
    S.INSPECTING: PublicStatus.IN_PROGRESS,
    S.INSPECTED: PublicStatus.IN_PROGRESS,
    S.IDENTIFYING: PublicStatus.IN_PROGRESS,
    S.CLEARED: PublicStatus.IN_PROGRESS,
    S.FINISHING: PublicStatus.IN_PROGRESS,
    S.HELD: PublicStatus.IN_PROGRESS,
    S.COMPLETED: PublicStatus.COMPLETED,
    S.REFUSED: PublicStatus.FAILED,
    S.FAILED: PublicStatus.FAILED,
    S.CANCELLED: PublicStatus.CANCELLED,
}
