"""kill -9 of real worker processes at each stage: the job is finished, once, by another."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import dramatiq
import pytest
from django.db.models.functions import Now
from django.utils import timezone

from generation import limits
from generation.models import Asset, Attempt, Draft, Job, JobTransition, Outcome
from generation.states import TERMINAL, JobState
from generation.work.leftovers import remove_leftovers
from inbox.models import Event
from lib.media.probe import probe
from tests.generation.crew import Crew, eventually, screening
from tests.generation.studio import lose_message, submitted

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def screener_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with screening(tmp_path_factory.mktemp("screener")) as url:
        yield url


@pytest.fixture
def crew(committing: None, screener_url: str, tmp_path: Path, media_dir: Path) -> Iterator[Crew]:
    workers = Crew(tmp_path, screener_url=screener_url)
    workers.start()
    yield workers
    workers.kill()


def is_in(job: Job, *states: JobState) -> Callable[[], bool]:
    return lambda: Job.objects.get(pk=job.pk).state in states


def half_way(job: Job) -> Callable[[], bool]:
    return lambda: Job.objects.filter(pk=job.pk, state="rendering", progress__gt=5).exists()


def begun(job: Job, number: int) -> Callable[[], bool]:
    return lambda: Job.objects.filter(
        pk=job.pk, leased_until__isnull=False, attempt_number=number
    ).exists()


def lease_runs_out(job: Job) -> None:
    """By the database's clock. Where a renderer is killed half way the real twenty seconds pass."""
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
    """Once the hour has passed, of all that killed workers wrote only the draft is left."""
    Attempt.objects.update(ended_at=timezone.now() - timedelta(hours=2))
    for folder in (media_dir / "work").glob("*"):
        os.utime(folder, (1, 1))
    remove_leftovers()
    kept = {str(path.relative_to(media_dir)) for path in media_dir.rglob("*") if path.is_file()}
    assert kept == set(Asset.objects.values_list("storage_key", flat=True))


def report(what: str, seconds: float) -> None:
    """For the closing note of a run: `pytest -m slow -rP` shows it."""
    print(f"SEEN {what}: {seconds:.1f} s")  # noqa: T201


def test_a_renderer_killed_half_way(crew: Crew, creator: Any, media_dir: Path) -> None:
    job = submitted(creator, seconds=8)
    eventually(half_way(job))
    crew.kill_children("render")
    eventually(lambda: crew.running["render"].poll() is not None)
    crew.start("render")
    seconds = eventually(is_in(job, *TERMINAL))
    report("render killed, until the draft", seconds)
    job.refresh_from_db()
    assert job.state == JobState.COMPLETED
    outcomes = Attempt.objects.order_by("number").values_list("stage", "outcome")
    assert list(outcomes) == [
        ("render", Outcome.LOST),
        ("render", Outcome.SUCCEEDED),
        ("inspect", Outcome.SUCCEEDED),
        ("likeness", Outcome.SUCCEEDED),
        ("finish", Outcome.SUCCEEDED),
    ]
    assert_made_once(job, media_dir)


@pytest.mark.parametrize(
    "state",
    [JobState.RENDERED, JobState.INSPECTING, JobState.IDENTIFYING, JobState.FINISHING],
)
def test_everything_killed_at_once(
    crew: Crew, creator: Any, media_dir: Path, state: JobState
) -> None:
    if state == JobState.RENDERED:
        crew.kill("inspect")
    job = submitted(creator)
    eventually(is_in(job, state), every=0.005)
    crew.kill()
    lease_runs_out(job)
    crew.start()
    seconds = eventually(is_in(job, *TERMINAL))
    report(f"all killed while {state}, until the draft", seconds)
    assert Job.objects.get(pk=job.pk).state == JobState.COMPLETED
    assert_made_once(job, media_dir)
    assert_nothing_else_lies_there(media_dir)


def test_a_broker_that_forgot_everything(crew: Crew, creator: Any, media_dir: Path) -> None:
    crew.kill("render")
    job = submitted(creator)
    dramatiq.get_broker().flush_all()
    lose_message(job)  # or the clock would wait a minute
    crew.start("render")
    seconds = eventually(is_in(job, *TERMINAL))
    report("message lost, until the draft", seconds)
    assert_made_once(job, media_dir)


def test_a_worker_that_is_told_to_stop_gives_its_job_back_at_once(
    crew: Crew, creator: Any, media_dir: Path
) -> None:
    job = submitted(creator, seconds=8)
    eventually(half_way(job))
    assert crew.stop("render") == 0
    assert Job.objects.get(pk=job.pk).state == JobState.QUEUED
    assert Attempt.objects.get().outcome == Outcome.RELEASED
    crew.start("render")
    seconds = eventually(is_in(job, *TERMINAL))
    report("render stopped by SIGTERM, until the draft", seconds)
    assert_made_once(job, media_dir)


def test_a_job_that_kills_every_worker_is_given_up(crew: Crew, creator: Any) -> None:
    job = submitted(creator, seconds=12)
    for number in range(1, limits.MAX_ATTEMPTS + 1):
        eventually(begun(job, number))
        crew.kill("render")
        lease_runs_out(job)
        crew.start("render")
    eventually(is_in(job, *TERMINAL))
    job.refresh_from_db()
    assert (job.state, job.error_code, job.error_stage) == ("failed", "internal", "render")
