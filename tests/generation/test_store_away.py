"""The place for files is away, full or damaged: a job waits, and nothing of it is lost."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from generation import limits
from generation.models import Asset, Attempt, Draft, Job, Outcome
from generation.stages import Stage
from generation.states import JobState
from generation.work import finishing, inspecting, rendering
from generation.work.holding import sweep_holds
from lib.signed_media.errors import StorageAway, StorageDamaged, StorageDenied, StorageFault
from tests.generation.studio import TO_CLEARED, Puppet, submitted, worked

Use = Callable[..., Puppet]
FULL = OSError(errno.ENOSPC, "no space left on device")
PASSING = [StorageAway("away"), StorageDenied("denied")]
BEFORE = {
    Stage.INSPECT: TO_CLEARED[:1],
    Stage.LIKENESS: TO_CLEARED[:2],
    Stage.FINISH: TO_CLEARED,
}


@contextmanager
def unreadable(fault: Exception) -> Iterator[None]:
    """No object can be fetched."""

    def reading(*_: Any, **__: Any) -> None:
        raise fault

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generation.work.files.reading", reading)
        yield


def look_again(job: Job, as_worker: Any, deliver: Callable[[], int]) -> Job:
    Job.objects.filter(pk=job.pk).update(rescan_at=timezone.now() - timedelta(seconds=1))
    with as_worker():
        sweep_holds()
    deliver()
    return Job.objects.get(pk=job.pk)


@pytest.mark.parametrize("fault", PASSING, ids=["away", "denied"])
@pytest.mark.parametrize("stage", BEFORE)
def test_a_drawn_film_is_held_and_goes_on_when_the_store_is_back(
    creator: Any,
    puppet: Use,
    as_worker: Any,
    deliver: Callable[[], int],
    stage: Stage,
    fault: StorageFault,
) -> None:
    engine = puppet()
    job = worked(submitted(creator), *BEFORE[stage])
    with unreadable(fault):
        worked(job, stage)
        assert (job.state, job.held_for, job.held_stage) == (JobState.HELD, "unsealed", stage)
        for _ in range(limits.MAX_ATTEMPTS + 1):
            assert look_again(job, as_worker, deliver).state == JobState.HELD
    tried = Attempt.objects.filter(stage=stage)
    assert {(one.outcome, one.error_code) for one in tried} == {(Outcome.RELEASED, fault.code)}
    assert look_again(job, as_worker, deliver).state == JobState.COMPLETED
    assert Draft.objects.count() == 1
    assert len(engine.renders) == 1, "nothing was drawn twice"


@pytest.mark.parametrize("fault", PASSING, ids=["away", "denied"])
def test_what_is_not_drawn_yet_is_put_off_and_the_engine_is_not_bothered(
    creator: Any, puppet: Use, monkeypatch: pytest.MonkeyPatch, fault: StorageFault
) -> None:
    engine = puppet()
    job = submitted(creator)

    def exists(_: str) -> bool:
        raise fault

    with monkeypatch.context() as away:
        away.setattr(rendering, "exists", exists)
        for _ in range(limits.MAX_ATTEMPTS + 1):
            worked(job, Stage.RENDER)
            assert job.state == JobState.QUEUED
            assert job.resend_at is not None
            assert job.resend_at > timezone.now() + limits.RESEND_AFTER / 2, "not at once"
    assert engine.renders == []
    assert worked(job, Stage.RENDER).state == JobState.RENDERED


def test_a_store_that_goes_away_while_it_is_drawn_costs_a_render_and_no_attempt(
    creator: Any, puppet: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lib.signed_media import placing

    puppet()
    job = submitted(creator)

    @contextmanager
    def cut_off(key: str) -> Iterator[Path]:
        with placing(key) as path:
            yield path
            raise StorageAway("away")

    with monkeypatch.context() as away:
        away.setattr(rendering, "placing", cut_off)
        worked(job, *[Stage.RENDER] * (limits.MAX_ATTEMPTS + 1))
    assert job.state == JobState.QUEUED
    assert not Asset.objects.exists()
    assert worked(job, Stage.RENDER).state == JobState.RENDERED


def test_a_full_disk_is_a_lack_of_room_and_no_fault_of_the_job(
    creator: Any, puppet: Use, media_dir: Path
) -> None:
    puppet(FULL)
    job = worked(submitted(creator), *[Stage.RENDER] * limits.MAX_ATTEMPTS)
    assert (job.state, job.error_code, job.error_stage) == (JobState.FAILED, "capacity", "render")
    assert set(Attempt.objects.values_list("error_code", flat=True)) == {"storage_full"}
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def test_a_damaged_master_is_no_reason_to_wait(creator: Any, puppet: Use) -> None:
    puppet()
    job = worked(submitted(creator), *BEFORE[Stage.INSPECT])
    with unreadable(StorageDamaged("changed")):
        worked(job, *[Stage.INSPECT] * limits.MAX_ATTEMPTS)
    assert (job.state, job.error_code) == (JobState.FAILED, "internal")
    codes = Attempt.objects.filter(stage="inspect").values_list("error_code", flat=True)
    assert set(codes) == {"DamagedMaster"}


def test_who_cancels_meanwhile_has_cancelled(
    creator: Any, puppet: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generation.services.cancel import cancel

    puppet()
    job = submitted(creator)

    def exists(_: str) -> bool:
        cancel(job=job, by=creator)
        raise StorageAway("away")

    monkeypatch.setattr(rendering, "exists", exists)
    assert worked(job, Stage.RENDER).state == JobState.CANCELLED


def test_these_stages_ask_for_the_film_the_same_way() -> None:
    """What `unreadable` breaks is what they use."""
    from generation.work import files, identifying

    stages = (finishing, inspecting, identifying)
    assert all(vars(stage)["undamaged"] is files.undamaged for stage in stages)
