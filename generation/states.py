"""The way of a job, and how much of it clients see."""

from django.db import models

from lib.states import StateGraph


class JobState(models.TextChoices):
    """Where a job is. Clients see `PublicStatus` instead."""

    QUEUED = "queued"
    RENDERING = "rendering"
    RENDERED = "rendered"
    FINISHING = "finishing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class PublicStatus(models.TextChoices):
    """All that a client can see of a job's state (features.md, G2); never more."""

    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


WAITING = frozenset({JobState.QUEUED, JobState.RENDERED})
WORKING = frozenset({JobState.RENDERING, JobState.FINISHING})
TERMINAL = frozenset({JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED})
LIVE = WAITING | WORKING

GRAPH = StateGraph(
    JobState,
    initial=JobState.QUEUED,
    terminal=TERMINAL,
    edges={
        JobState.QUEUED: {JobState.RENDERING, JobState.FAILED, JobState.CANCELLED},
        # Back to the queue when its worker was lost, gave it back, or failed in passing.
        JobState.RENDERING: {
            *(JobState.RENDERED, JobState.QUEUED),
            *(JobState.FAILED, JobState.CANCELLED),
        },
        JobState.RENDERED: {JobState.FINISHING, JobState.FAILED, JobState.CANCELLED},
        JobState.FINISHING: {
            *(JobState.COMPLETED, JobState.RENDERED),
            *(JobState.FAILED, JobState.CANCELLED),
        },
    },
)

PUBLIC: dict[JobState, PublicStatus] = {
    JobState.QUEUED: PublicStatus.QUEUED,
    JobState.RENDERING: PublicStatus.IN_PROGRESS,
    JobState.RENDERED: PublicStatus.IN_PROGRESS,
    JobState.FINISHING: PublicStatus.IN_PROGRESS,
    JobState.COMPLETED: PublicStatus.COMPLETED,
    JobState.FAILED: PublicStatus.FAILED,
    JobState.CANCELLED: PublicStatus.CANCELLED,
}
