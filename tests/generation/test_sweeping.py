"""What the clock repairs."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from generation import limits
from generation.models import Attempt, Draft, Job, JobTransition, Outcome
from generation.stages import Stage
from generation.states import JobState
from generation.work import finishing, sweeping
from generation.work.claiming import take_back
from generation.work.leftovers import remove_leftovers
from lib.outbox.models import OutboxMessage
from tests.answering import away
from tests.generation.studio import (
    TO_CLEARED,
    Puppet,
    claimed,
    draw,
    fall_silent,
    lose_message,
    submitted,
    worked,
)


def owed() -> list[str]:
    messages = OutboxMessage.objects.order_by("pk")
    return [message.actor_name for message in messages]


def test_a_job_whose_worker_fell_silent_goes_back_to_its_queue(creator: Any) -> None:
    job = submitted(creator)
    claimed(job)
    assert sweeping.take_back_lapsed() == 0
    fall_silent(job)
    assert sweeping.take_back_lapsed() == 1
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert Attempt.objects.get().outcome == Outcome.LOST
    assert owed() == ["render_job", "render_job"]
    last = JobTransition.objects.filter(subject_id=job.pk).order_by("-pk")[0]
    assert (last.actor, last.from_state) == ("system:sweeper", "rendering")


def test_a_finisher_that_fell_silent_costs_no_second_render(
    creator: Any, puppet: Callable[..., Puppet], deliver: Callable[[], int]
) -> None:
    engine = puppet()
    job = submitted(creator)
    worked(job, *TO_CLEARED)
    claimed(job, Stage.FINISH)
    fall_silent(job)
    sweeping.sweep_all()
    deliver()
    assert Job.objects.get().state == JobState.COMPLETED
    assert len(engine.renders) == 1


def test_a_job_that_kills_its_workers_is_given_up(creator: Any) -> None:
    job = submitted(creator)
    for _ in range(limits.MAX_ATTEMPTS):
        claimed(job)
        fall_silent(job)
        assert sweeping.take_back_lapsed() == 1
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "internal")
    assert sweeping.take_back_lapsed() == 0


@pytest.mark.parametrize("stage", list(Stage))
def test_a_lost_message_is_sent_again_and_less_often_each_time(
    creator: Any,
    puppet: Callable[..., Puppet],
    screener_answers: Callable[..., None],
    stage: Stage,
) -> None:
    puppet()
    ways = list(Stage)
    if stage == Stage.SCREEN:
        screener_answers(away)
    job = worked(submitted(creator), *ways[1 : ways.index(stage)])
    if stage == Stage.PREPARE:  # with nobody's likeness it waits for the next stage already
        Job.objects.update(state=JobState.SCREENED)
    OutboxMessage.objects.all().delete()
    assert sweeping.resend_waiting() == 0
    lose_message(job)
    assert sweeping.resend_waiting() == 1
    assert owed() == ["identify_job" if stage == Stage.LIKENESS else f"{stage}_job"]
    assert sweeping.resend_waiting() == 0
    Job.objects.update(waiting_since=Now() - timedelta(hours=1), resend_at=Now())
    assert sweeping.resend_waiting() == 1
    pauses = Job.objects.annotate(pause=F("resend_at") - Now()).values_list("pause", flat=True)
    assert timedelta(minutes=59) < pauses[0] < timedelta(minutes=61)


def test_one_row_that_breaks_keeps_no_other_from_being_repaired(
    committing: None, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [submitted(creator) for _ in range(3)]
    for job in jobs:
        claimed(job)
        fall_silent(job)

    def fragile(job_id: Any) -> bool:
        if job_id == jobs[0].pk:
            raise RuntimeError
        return take_back(job_id)

    monkeypatch.setattr(sweeping, "take_back", fragile)
    sweeping.sweep_all()
    states = {job.pk: job.state for job in Job.objects.all()}
    assert [states[job.pk] for job in jobs] == ["rendering", "queued", "queued"]


def test_what_is_owed_to_the_broker_is_sent(committing: None, creator: Any) -> None:
    submitted(creator)
    OutboxMessage.objects.update(sent_at=None, created_at=timezone.now() - timedelta(minutes=1))
    sweeping.sweep_all()
    assert OutboxMessage.objects.get().sent_at is not None


def test_files_of_a_killed_finisher_are_found_by_its_row(
    creator: Any, puppet: Callable[..., Puppet], media_dir: Path, deliver: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    class Killed(BaseException):
        """Nothing runs after it: neither a record nor a clean-up."""

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    puppet()
    job = worked(submitted(creator), *TO_CLEARED)
    with monkeypatch.context() as patched:
        patched.setattr("generation.work.settling.completed", killed)
        patched.setattr("generation.work.attempting._clean_up", lambda _: None)
        with pytest.raises(Killed):
            finishing.finish(job.pk)
    orphans = set(files(media_dir / "out"))
    assert len(orphans) == 3
    fall_silent(job)
    sweeping.sweep_all()
    deliver()
    assert Draft.objects.count() == 1
    Attempt.objects.update(ended_at=timezone.now() - timedelta(hours=2))
    remove_leftovers()
    assert len(files(media_dir / "out")) == 3
    assert not orphans & set(files(media_dir / "out"))
    assert not Attempt.objects.exclude(outgoing=[]).exists()


def test_what_an_attempt_left_behind_is_not_touched_before_its_hour(
    creator: Any, media_dir: Path
) -> None:
    key = "out/aa/bb.mp4"
    (media_dir / "out" / "aa").mkdir(parents=True)
    (media_dir / key).touch()
    ended = timezone.now() - limits.LEFTOVERS_AFTER + timedelta(minutes=1)
    Attempt.objects.create(
        job=submitted(creator), number=1, stage="finish", worker="a", outgoing=[key],
        ended_at=ended, outcome="lost",
    )  # fmt: skip
    assert remove_leftovers() == 0
    assert (media_dir / key).exists()
    Attempt.objects.update(ended_at=ended - timedelta(minutes=2))
    assert remove_leftovers() == 1
    assert not (media_dir / key).exists()


def test_work_folders_of_nothing_go_after_an_hour_and_those_of_live_jobs_stay(
    creator: Any, puppet: Callable[..., Puppet], media_dir: Path
) -> None:
    from lib.ids import new_id

    puppet()
    job = submitted(creator)
    draw(job.pk)
    old, young, foreign = (
        media_dir / "work" / name for name in (new_id().hex, new_id().hex, "another-room")
    )
    for folder in (old, young, foreign):
        (folder / "1").mkdir(parents=True)
    for folder in (old, foreign, media_dir / job.work_folder):
        os.utime(folder, (1, 1))
    assert remove_leftovers() == 1
    assert not old.exists()
    assert young.exists()
    assert foreign.exists()
    assert files(media_dir / job.work_folder)


@pytest.mark.parametrize("step", ["sweep_unfinished", "folders"])
def test_a_store_that_refuses_one_thing_is_asked_for_the_rest(
    creator: Any, media_dir: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from generation.work import leftovers
    from lib.signed_media.errors import StorageDenied

    def denied(*_: Any, **__: Any) -> None:
        raise StorageDenied("it does not let us")

    half, whole = media_dir / "out" / ".half.mp4", media_dir / "out" / "aa.mp4"
    half.parent.mkdir(parents=True)
    for path in (half, whole):
        path.touch()
        os.utime(path, (1, 1))
    Attempt.objects.create(
        job=submitted(creator), number=1, stage="finish", worker="a", outgoing=["out/aa.mp4"],
        ended_at=timezone.now() - 2 * limits.LEFTOVERS_AFTER, outcome="lost",
    )  # fmt: skip
    monkeypatch.setattr(leftovers, step, denied)
    remove_leftovers()
    assert (half.exists(), whole.exists()) == (step == "sweep_unfinished", False)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
