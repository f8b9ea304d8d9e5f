"""The pieces of work of a job, each with a queue, a waiting, a working and a done state."""

from dataclasses import dataclass

from django.db import models

from generation.states import JobState, PublicStage


class Stage(models.TextChoices):
    """Which piece of work an attempt did; clients see it in a failed job's error."""

    SCREEN = "screen"
    PREPARE = "prepare"
    RENDER = "render"
    INSPECT = "inspect"
    LIKENESS = "likeness"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class StageStates:
    """Where a job waits for a stage, is worked on, and stands when the stage is done."""

    waiting: JobState
    working: JobState
    done: JobState
    public: PublicStage


S = JobState
STATES: dict[Stage, StageStates] = {
    Stage.SCREEN: StageStates(S.SUBMITTED, S.SCREENING, S.SCREENED, PublicStage.SCREENING),
    Stage.PREPARE: StageStates(S.SCREENED, S.PREPARING, S.QUEUED, PublicStage.RENDERING),
    Stage.RENDER: StageStates(S.QUEUED, S.RENDERING, S.RENDERED, PublicStage.RENDERING),
    Stage.INSPECT: StageStates(S.RENDERED, S.INSPECTING, S.INSPECTED, PublicStage.INSPECTING),
    Stage.LIKENESS: StageStates(S.INSPECTED, S.IDENTIFYING, S.CLEARED, PublicStage.INSPECTING),
    Stage.FINISH: StageStates(S.CLEARED, S.FINISHING, S.COMPLETED, PublicStage.FINISHING),
}


def after(stage: Stage, *, with_people: bool) -> JobState:
    """Where a job stands when a stage is done; with nobody's likeness there is none to prepare."""
    if stage == Stage.SCREEN and not with_people:
        return STATES[Stage.PREPARE].done
    return STATES[stage].done


def stage_of(state: str) -> Stage:
    """The stage that a live job waits for or is in. Raises LookupError for any other."""
    for stage, states in STATES.items():
        if state in (states.waiting, states.working):
            return stage
    raise LookupError(state)
