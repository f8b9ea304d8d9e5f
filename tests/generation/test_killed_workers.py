"""kill -9 of real worker processes at each stage: the job is finished, once, by another."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dramatiq
import pytest

from generation import limits
from generation.models import Attempt, Job, Outcome
from generation.states import TERMINAL, JobState
from tests.generation.aftermath import (
    assert_made_once,
    assert_nothing_else_lies_there,
    begun,
    is_in,
    lease_runs_out,
)
from tests.generation.crew import Crew, eventually, screening
from tests.generation.studio import lose_message, submitted

pytestmark = pytest.mark.slow
TRIES = 5


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


def half_way(job: Job) -> Callable[[], bool]:
    return lambda: Job.objects.filter(pk=job.pk, state="rendering", progress__gt=5).exists()


def seen_in(state: JobState, creator: Any) -> Job:
    """A job that was there a moment ago. Some states are so short that a busy machine's look
    misses one: then the next job is looked at."""
    for _ in range(TRIES):
        job = submitted(creator)
        looks = [JobState.QUEUED.value]

        def passes(job: Job = job, looks: list[str] = looks) -> bool:
            looks.append(Job.objects.get(pk=job.pk).state)
            return looks[-1] in {state, *TERMINAL}

        eventually(passes, every=0.005)
        if looks[-1] == state:
            return job
    pytest.fail(f"none of {TRIES} jobs was seen while {state}")


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
    job = seen_in(state, creator)
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
