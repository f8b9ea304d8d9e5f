"""Stopping a job wherever it is."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from audit.models import AuditEvent
from generation.models import Attempt, Draft, Job, Outcome
from generation.services.cancel import cancel, stop
from generation.stages import Stage
from generation.states import PUBLIC, WAITING, WORKING, JobState
from generation.work import finishing, rendering
from generation.work.attempting import attempt
from generation.work.files import described_film
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError
from moderation.files import FileDigests, digests
from tests.client import Api, code_of
from tests.generation.studio import TO_CLEARED, Puppet, claimed, draw, submitted, worked
from tests.generation.test_states import in_state


def told(job: Job) -> list[str]:
    return [event.type for event in Event.objects.filter(about=job.pk).order_by("number")]


@pytest.mark.parametrize("state", sorted({*WAITING, JobState.HELD}))
def test_a_waiting_job_is_cancelled_at_once(api: Api, creator: Any, state: JobState) -> None:
    job = in_state(creator, state)
    answer = api.post(f"/generations/{job.public_id}/cancel", as_=creator)
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert answer.json()["can"] == {"cancel": False, "contest": False}
    assert told(job)[-1] == "generation.cancelled"
    assert AuditEvent.objects.filter(action="generation.job.cancelled").count() == 1


@pytest.mark.parametrize("state", sorted(WORKING))
def test_a_job_under_way_is_asked_to_stop_and_asking_again_changes_nothing(
    api: Api, creator: Any, state: JobState
) -> None:
    job = in_state(creator, state)
    for _ in range(2):
        answer = api.post(f"/generations/{job.public_id}/cancel", {}, as_=creator)
        assert (answer.status_code, answer.json()["status"]) == (202, PUBLIC[state])
        assert answer.json()["cancel_requested"] is True
    asked = AuditEvent.objects.filter(action="generation.job.cancel_requested")
    assert asked.count() == 1


@pytest.mark.parametrize("state", [JobState.COMPLETED, JobState.FAILED, JobState.REFUSED])
def test_what_has_ended_cannot_be_cancelled(api: Api, creator: Any, state: JobState) -> None:
    job = in_state(creator, state)
    answer = api.post(f"/generations/{job.public_id}/cancel", as_=creator)
    assert (answer.status_code, code_of(answer)) == (409, "already_finished")
    assert Job.objects.get().state == state


def test_cancelling_twice_is_cancelling_once(api: Api, creator: Any) -> None:
    job = submitted(creator)
    answers = [api.post(f"/generations/{job.public_id}/cancel", as_=creator) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert told(job).count("generation.cancelled") == 1


def test_a_body_with_fields_is_refused(api: Api, creator: Any) -> None:
    job = submitted(creator)
    answer = api.post(f"/generations/{job.public_id}/cancel", {"why": 1}, as_=creator)
    assert (answer.status_code, code_of(answer)) == (400, "unknown_field")
    assert Job.objects.get().state == JobState.QUEUED


def test_the_service_refuses_whoever_did_not_make_it(
    creator: Any, stranger: Any, moderator: Any
) -> None:
    job = submitted(creator)
    for person in (stranger, moderator):
        with pytest.raises(DomainError, match="not_found"):
            cancel(job=job, by=person)
    assert Job.objects.get().state == JobState.QUEUED


def test_the_renderer_stops_at_its_next_look_and_leaves_no_file(
    creator: Any, puppet: Callable[..., Puppet], media_dir: Path, deliver: Callable[[], int]
) -> None:
    job = submitted(creator)
    seen: list[float] = []
    puppet(0.2, lambda: cancel(job=job, by=creator), lambda: seen.append(1.0))
    draw(job.pk)
    deliver()
    job.refresh_from_db()
    assert (job.state, seen) == (JobState.CANCELLED, [])
    assert Attempt.objects.get().outcome == Outcome.CANCELLED
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []
    assert told(job)[-1] == "generation.cancelled"


def test_the_real_engine_stops_too(creator: Any, media_dir: Path) -> None:
    job = submitted(creator, seconds=12)
    lease = claimed(job)
    stop(job=job, actor=Actor.system("test"), reason="test")
    attempt(lease, partial(rendering._make_master, freed=None))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def test_a_cancel_that_comes_after_the_last_look_still_wins(
    creator: Any, puppet: Callable[..., Puppet], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = submitted(creator)
    puppet()

    def late(*args: Any, **kwargs: Any) -> Any:
        cancel(job=job, by=creator)
        return described_film(*args, **kwargs)

    monkeypatch.setattr(rendering, "described_film", late)
    draw(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_the_finisher_stops_and_takes_its_files_back(
    creator: Any,
    puppet: Callable[..., Puppet],
    media_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    deliver: Callable[[], int],
) -> None:
    puppet()
    job = worked(submitted(creator), *TO_CLEARED)

    def hash_and_cancel(path: Path) -> FileDigests:
        cancel(job=job, by=creator)
        return digests(path)

    monkeypatch.setattr(finishing, "digests", hash_and_cancel)
    deliver()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert not Draft.objects.exists()
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def test_a_cancelled_job_is_not_begun_by_its_message(
    creator: Any, puppet: Callable[..., Puppet], deliver: Callable[[], int]
) -> None:
    engine = puppet()
    job = submitted(creator)
    cancel(job=job, by=creator)
    deliver()
    assert engine.renders == []
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_silent_worker_whose_job_was_cancelled_gives_it_no_new_one(creator: Any) -> None:
    from generation.work.claiming import take_back
    from tests.generation.studio import fall_silent

    job = submitted(creator)
    claimed(job, Stage.RENDER)
    cancel(job=job, by=creator)
    fall_silent(job)
    assert take_back(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
