"""The two pieces of work of a job, each with a queue, a waiting, a working and a done state."""

from dataclasses import dataclass

from django.db import models

from generation.states import JobState


class Stage(models.TextChoices):
    """Which piece of work an attempt did; clients see it in a failed job's error."""

    RENDER = "render"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class StageStates:
    """Where a job waits for a stage, is worked on, and stands when the stage is done."""

    waiting: JobState
    working: JobState
    done: JobState


STATES: dict[Stage, StageStates] = {
    Stage.RENDER: StageStates(JobState.QUEUED, JobState.RENDERING, JobState.RENDERED),
    Stage.FINISH: StageStates(JobState.RENDERED, JobState.FINISHING, JobState.COMPLETED),
}


def stage_of(state: str) -> Stage:
    """The stage that a live job waits for or is in. Raises LookupError for a finished job."""
    for stage, states in STATES.items():
        if state in (states.waiting, states.working):
            return stage
    raise LookupError(state)
