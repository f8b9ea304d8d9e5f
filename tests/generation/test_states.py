"""The table of states, taken from the graph, and what the database itself refuses."""

from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from generation.models import Attempt, Draft, Job, JobTransition
from generation.stages import STATES, Stage, stage_of
from generation.states import GRAPH, LIVE, PUBLIC, TERMINAL, JobState, PublicStatus
from lib.actors import Actor
from lib.errors import StaleState
from lib.states import advance
from tests.generation.studio import submitted

ROBOT = Actor.system("test")


def fields_of(state: JobState) -> dict[str, Any]:
    """What the constraints ask of a row in this state."""
    now = timezone.now()
    waits = state in (JobState.QUEUED, JobState.RENDERED)
    works = state in (JobState.RENDERING, JobState.FINISHING)
    failed = state == JobState.FAILED
    return {
        "waiting_since": now if waits else None,
        "resend_at": now if waits else None,
        "leased_until": now if works else None,
        "finished_at": now if state in TERMINAL else None,
        "progress": 100 if state == JobState.COMPLETED else 10,
        "error_code": "internal" if failed else "",
        "error_stage": "render" if failed else "",
    }


def in_state(owner: Any, state: JobState) -> Job:
    job = submitted(owner)
    Job.objects.filter(pk=job.pk).update(state=state, **fields_of(state))
    job.refresh_from_db()
    return job


@pytest.mark.parametrize(("came_from", "to"), list(product(JobState, JobState)))
def test_only_the_edges_of_the_graph_can_be_walked(
    creator: Any, came_from: JobState, to: JobState
) -> None:
    job = in_state(creator, came_from)
    before = JobTransition.objects.filter(subject_id=job.pk).count()
    if to in GRAPH.edges[came_from]:
        advance(job, to=to, actor=ROBOT, reason="test", **fields_of(to))
        assert Job.objects.get(pk=job.pk).state == to
        assert JobTransition.objects.filter(subject_id=job.pk).count() == before + 1
    else:
        with pytest.raises(StaleState):
            advance(job, to=to, actor=ROBOT, reason="test", **fields_of(to))
        assert Job.objects.get(pk=job.pk).state == came_from


def test_every_state_has_a_public_status_and_no_other_is_ever_shown() -> None:
    assert set(PUBLIC) == set(JobState)
    assert set(PUBLIC.values()) == set(PublicStatus)
    assert set(PublicStatus.values) == {
        *("queued", "in_progress", "completed"),
        *("failed", "cancelled"),
    }


def test_every_live_state_belongs_to_one_stage() -> None:
    by_stage = {stage: {s.waiting, s.working} for stage, s in STATES.items()}
    assert by_stage[Stage.RENDER] | by_stage[Stage.FINISH] == LIVE
    assert not by_stage[Stage.RENDER] & by_stage[Stage.FINISH]
    for state in TERMINAL:
        with pytest.raises(LookupError):
            stage_of(state)


def test_a_job_that_went_back_to_its_queue_still_reads_as_in_progress(creator: Any) -> None:
    job = submitted(creator)
    assert (job.attempt_number, job.status.value) == (0, "queued")
    job.attempt_number = 1
    assert job.status.value == "in_progress"


@pytest.mark.parametrize(
    ("state", "wrong", "rule"),
    [
        ("queued", {"progress": 101}, "progress_of_a_job_lies_within_0_and_100"),
        ("queued", {"progress": 100}, "a_job_is_at_100_exactly_when_completed"),
        ("completed", {"progress": 99}, "a_job_is_at_100_exactly_when_completed"),
        ("completed", {"finished_at": None}, "a_job_has_an_end_exactly_when_finished"),
        ("rendering", {"finished_at": "now"}, "a_job_has_an_end_exactly_when_finished"),
        ("queued", {"leased_until": "now"}, "a_job_is_leased_exactly_while_worked_on"),
        ("finishing", {"leased_until": None}, "a_job_is_leased_exactly_while_worked_on"),
        ("rendered", {"resend_at": None}, "a_job_is_resent_exactly_while_it_waits"),
        ("failed", {"error_code": ""}, "a_job_names_a_failure_exactly_when_failed"),
        ("queued", {"error_code": "internal"}, "a_job_names_a_failure_exactly_when_failed"),
        ("failed", {"error_stage": ""}, "a_job_names_a_stage_exactly_when_failed"),
        ("queued", {"seconds": 0}, "a_video_of_a_job_has_a_length"),
    ],
)
def test_the_database_refuses_a_job_that_makes_no_sense(
    creator: Any, state: str, wrong: dict[str, Any], rule: str
) -> None:
    job = in_state(creator, JobState(state))
    values = {name: timezone.now() if value == "now" else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)


def test_a_waiting_job_is_not_waiting_since_never(creator: Any) -> None:
    job = submitted(creator)
    with (
        pytest.raises(IntegrityError, match="a_job_is_resent_exactly_while_it_waits"),
        transaction.atomic(),
    ):
        Job.objects.filter(pk=job.pk).update(waiting_since=None)


def test_a_job_has_one_draft_and_one_open_attempt(creator: Any) -> None:
    job = submitted(creator)
    Draft.objects.create(job=job, owner=creator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(job=job, owner=creator)
    Attempt.objects.create(job=job, number=1, stage="render", worker="a")
    with pytest.raises(IntegrityError, match="one_open_attempt"), transaction.atomic():
        Attempt.objects.create(job=job, number=2, stage="render", worker="b")
    with pytest.raises(IntegrityError, match="an_ended_attempt"), transaction.atomic():
        Attempt.objects.update(ended_at=timezone.now())
    Attempt.objects.update(ended_at=timezone.now(), outcome="lost")
    with pytest.raises(IntegrityError, match="attempts_of_a_job_have"), transaction.atomic():
        Attempt.objects.create(job=job, number=1, stage="render", worker="b")
