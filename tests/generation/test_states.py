"""The table of states, taken from the graph, and what the database itself refuses."""

from collections.abc import Set
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from generation.models import Asset, Attempt, Draft, Job, JobTransition
from generation.stages import STATES, Stage, after, stage_of
from generation.states import (
    GRAPH,
    LIVE,
    PUBLIC,
    SETTLED,
    WAITING,
    WORKING,
    JobState,
    PublicStage,
    PublicStatus,
)
from lib.actors import Actor
from lib.errors import StaleState
from lib.states import advance
from tests.generation.studio import submitted

ROBOT = Actor.system("test")
UNREAD = {JobState.SUBMITTED, JobState.SCREENING}
UNDRAWN = {JobState.SCREENED, JobState.PREPARING, JobState.QUEUED}
DRAWN = (WAITING | WORKING) - UNREAD - UNDRAWN


def fields_of(state: JobState) -> dict[str, Any]:
    """What the constraints ask of a row in this state."""
    now = timezone.now()
    refused, held = state == JobState.REFUSED, state == JobState.HELD
    undone = refused or state == JobState.FAILED
    return {
        "waiting_since": now if state in WAITING else None,
        "resend_at": now if state in WAITING else None,
        "leased_until": now if state in WORKING else None,
        "finished_at": now if state in SETTLED else None,
        "progress": 100 if state == JobState.COMPLETED else 10,
        "error_code": "output_moderation" if refused else "internal" if undone else "",
        "error_stage": "render" if undone else "",
        "refused_for": "violence" if refused else "",
        "held_since": now if held else None,
        "held_for": "unassessed" if held else "",
        "held_stage": "inspect" if held else "",
        "rescan_at": now if held else None,
        "screened_as": "" if state in UNREAD else "development",
        "begun_at": now if state in DRAWN else None,
    }


def in_state(owner: Any, state: JobState) -> Job:
    job = submitted(owner)
    Job.objects.filter(pk=job.pk).update(state=state, **fields_of(state))
    job.refresh_from_db()
    return job


@pytest.mark.parametrize("came_from", list(JobState))
@pytest.mark.django_db
def test_only_the_edges_of_the_graph_can_be_walked(creator: Any, came_from: JobState) -> None:
    job = in_state(creator, came_from)
    history = JobTransition.objects.filter(subject_id=job.pk)
    before = history.count()
    allowed: Set[JobState] = GRAPH.edges.get(came_from, frozenset())
    for to in JobState:
        Job.objects.filter(pk=job.pk).update(state=came_from, **fields_of(came_from))
        job.refresh_from_db()
        if to in allowed:
            advance(job, to=to, actor=ROBOT, reason="test", **fields_of(to))
        else:
            with pytest.raises(StaleState):
                advance(job, to=to, actor=ROBOT, reason="test", **fields_of(to))
        assert Job.objects.get(pk=job.pk).state == (to if to in allowed else came_from)
    assert history.count() == before + len(allowed)


def test_every_state_has_a_public_status_and_no_other_is_ever_shown() -> None:
    assert set(PUBLIC) == set(JobState)
    assert set(PUBLIC.values()) == set(PublicStatus)
    assert set(PublicStatus.values) == {
        *("queued", "in_progress", "completed"),
        *("failed", "cancelled"),
    }


def test_every_live_state_belongs_to_one_stage() -> None:
    assert set(STATES) == set(Stage)
    by_stage = [state for one in STATES.values() for state in (one.waiting, one.working)]
    assert len(by_stage) == len(set(by_stage))
    assert set(by_stage) == LIVE
    for stage, one in STATES.items():
        assert {stage_of(one.waiting), stage_of(one.working)} == {stage}
        assert one.working in WORKING
        assert one.working in GRAPH.edges[one.waiting]
        assert one.done in GRAPH.edges[one.working]
    for state in {*SETTLED, JobState.HELD}:
        with pytest.raises(LookupError):
            stage_of(state)


def test_each_stage_ends_where_the_next_one_waits() -> None:
    ways = list(STATES.values())
    assert [one.done for one in ways[:-1]] == [one.waiting for one in ways[1:]]
    assert ways[-1].done == JobState.COMPLETED


def test_without_anybodys_likeness_nothing_is_prepared() -> None:
    skipped = after(Stage.SCREEN, with_people=False)
    assert skipped == STATES[Stage.RENDER].waiting
    assert {skipped, after(Stage.SCREEN, with_people=True)} <= GRAPH.edges[JobState.SCREENING]
    assert {skipped, after(Stage.SCREEN, with_people=True)} <= GRAPH.edges[JobState.SUBMITTED]
    for stage in set(Stage) - {Stage.SCREEN}:
        for with_people in (False, True):
            assert after(stage, with_people=with_people) == STATES[stage].done


@pytest.mark.parametrize("state", sorted(UNDRAWN))
def test_a_job_that_went_back_to_its_queue_still_reads_as_in_progress(
    creator: Any, state: JobState
) -> None:
    job = submitted(creator)
    job.state = state
    assert (job.status.value, job.public_stage) == ("queued", PublicStage.RENDERING)
    job.begun_at = timezone.now()
    assert job.status.value == "in_progress"


@pytest.mark.parametrize("state", list(JobState))
@pytest.mark.django_db
def test_what_goes_on_names_what_is_being_done_and_what_is_settled_does_not(
    creator: Any, state: JobState
) -> None:
    job = in_state(creator, state)
    assert (job.public_stage is None) == (state in SETTLED)
    assert job.is_delayed == (state == JobState.HELD)
    if state == JobState.HELD:
        assert job.public_stage == PublicStage.INSPECTING


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
        ("refused", {"finished_at": None}, "a_job_has_an_end_exactly_when_finished"),
        ("held", {"finished_at": "now"}, "a_job_has_an_end_exactly_when_finished"),
        ("refused", {"error_code": ""}, "a_job_names_a_failure_exactly_when_failed"),
        ("refused", {"error_stage": ""}, "a_job_names_a_stage_exactly_when_failed"),
        ("held", {"error_code": "internal"}, "a_job_names_a_failure_exactly_when_failed"),
        ("held", {"leased_until": "now"}, "a_job_is_leased_exactly_while_worked_on"),
        ("held", {"resend_at": "now", "waiting_since": "now"}, "a_job_is_resent_exactly_while"),
        ("inspecting", {"leased_until": None}, "a_job_is_leased_exactly_while_worked_on"),
        ("inspected", {"resend_at": None}, "a_job_is_resent_exactly_while_it_waits"),
        ("failed", {"refused_for": "violence"}, "only_a_refused_job_names_what_it_is_refused"),
        ("held", {"refused_for": "violence"}, "only_a_refused_job_names_what_it_is_refused"),
        ("held", {"held_since": None}, "a_held_job_says_why_where_and_since_when"),
        ("held", {"held_for": ""}, "a_held_job_says_why_where_and_since_when"),
        ("held", {"held_stage": ""}, "a_held_job_says_why_where_and_since_when"),
        ("rendered", {"rescan_at": "now"}, "only_a_held_job_is_due_to_be_looked_at_again"),
        ("rendering", {"screened_as": ""}, "a_job_is_screened_before_anything_is_drawn"),
        ("submitted", {"begun_at": "now"}, "a_job_is_screened_before_anything_is_drawn"),
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


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"kind": "master", "storage_key": "out/aa/bb.mp4"}, "masters_and_only_they_lie"),
        ({"kind": "video", "storage_key": "work/aa/1/video.mp4"}, "masters_and_only_they_lie"),
        ({"kind": "video", "storage_key": "kept/aa/video.mp4"}, "masters_and_only_they_lie"),
        ({"kind": "review_sheet", "storage_key": "work/aa/1/s.webp"}, "masters_and_only_they_lie"),
        ({"kind": "video", "then_to": "quarantine"}, "what_moves_on_is_moving"),
        ({"kind": "video", "geometry": {"columns": 1}}, "only_a_spritesheet_has_a_geometry"),
        ({"kind": "poster", "storage_key": "quarantine/aa/cc.webp"}, "one_asset_of_a_kind"),
    ],
)
@pytest.mark.django_db
def test_the_database_refuses_a_file_that_makes_no_sense(
    creator: Any, wrong: dict[str, Any], rule: str
) -> None:
    job = submitted(creator)
    fine = {"job": job, "sha256": "0" * 64, "bytes": 1, "mime": "x/y", "width": 1, "height": 1}
    for kind, key in (
        ("poster", "out/aa/aa.webp"),
        ("review_sheet", "quarantine/aa/aa.webp"),
        ("master", "quarantine/aa/aa.mp4"),
    ):
        Asset.objects.create(**fine, kind=kind, storage_key=key)
    if wrong["kind"] in ("master", "review_sheet"):
        Asset.objects.filter(kind=wrong["kind"]).delete()
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Asset.objects.create(**fine, **{"storage_key": "out/aa/bb.mp4", **wrong})


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
