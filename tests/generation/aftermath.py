"""What is left of a job once workers were killed: one film, and nothing else."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db.models.functions import Now
from django.utils import timezone

from generation.models import Asset, Attempt, Draft, Job, JobTransition
from generation.states import JobState
from generation.work.leftovers import remove_leftovers
from inbox.models import Event
from lib.media.probe import probe
from tests.generation.crew import eventually


def is_in(job: Job, *states: JobState) -> Callable[[], bool]:
    return lambda: Job.objects.get(pk=job.pk).state in states


def begun(job: Job, number: int) -> Callable[[], bool]:
    return lambda: Job.objects.filter(
        pk=job.pk, leased_until__isnull=False, attempt_number=number
    ).exists()


def lease_runs_out(job: Job) -> None:
    """By the database's clock."""
    leased = Job.objects.filter(pk=job.pk, leased_until__isnull=False)
    leased.update(leased_until=Now() - timedelta(seconds=1))


def assert_made_once(job: Job, media_dir: Path) -> None:
    """One draft, its files whole, nothing else; history, events and progress in order."""
    assert Draft.objects.filter(job=job).count() == 1
    assets = list(Asset.objects.filter(job=job))
    assert {asset.kind for asset in assets} == {"video", "poster", "spritesheet", "master"}
    for asset in assets:
        assert (media_dir / asset.storage_key).stat().st_size == asset.bytes
    film = probe(media_dir / next(a.storage_key for a in assets if a.kind == "video"))
    assert (film.width, film.height, film.frames) == (720, 1280, job.seconds * 24)
    events = Event.objects.filter(about=job.pk).order_by("number")
    told = [event.data["progress"] for event in events]
    assert told == sorted(told)
    assert [event.type for event in events].count("generation.completed") == 1
    ends = JobTransition.objects.filter(subject_id=job.pk, to_state="completed")
    assert ends.count() == 1
    eventually(lambda: not (media_dir / job.work_folder).exists())


def assert_nothing_else_lies_there(media_dir: Path) -> None:
    """Once the hour has passed, of all that killed workers wrote only the drafts are left."""
    Attempt.objects.update(ended_at=timezone.now() - timedelta(hours=2))
    for folder in (media_dir / "work").glob("*"):
        os.utime(folder, (1, 1))
    remove_leftovers()
    kept = {str(path.relative_to(media_dir)) for path in media_dir.rglob("*") if path.is_file()}
    assert kept == set(Asset.objects.values_list("storage_key", flat=True))
