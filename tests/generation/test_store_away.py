"""The place for files is away, full or damaged: a job waits, and nothing of it is lost."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from generation import limits
from generation.models import Attempt, Draft, Job, Outcome
from generation.quota import counted
from generation.services.cancel import cancel
from generation.stages import Stage
from generation.states import JobState
from generation.work import drawing_slot, finishing, inspecting, putting, rendering
from generation.work.holding import sweep_holds
from lib.signed_media import placing
from lib.signed_media.errors import StorageAway, StorageDamaged, StorageDenied, StorageFault
from tests.generation.studio import TO_CLEARED, Puppet, never, submitted, worked

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
@dataclass
class Store:
    """Says no to a write as long as it is told to; nothing else about it is changed."""

    fault: StorageFault | None = None
    only: str = ""  # of keys that end so
    refused: int = 0
    meanwhile: Callable[[], object] = lambda: None

    @contextmanager
    def placing(self, key: str) -> Iterator[Path]:
        with placing(key) as path:
            yield path
            if self.fault is not None and key.endswith(self.only):
                self.refused += 1
                self.meanwhile()
                raise self.fault


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    """`exists` and every other question are answered as ever."""
    made = Store()
    monkeypatch.setattr(putting, "placing", made.placing)
    monkeypatch.setattr(putting, "PAUSES_S", (0.0, 0.0, 0.0))
    return made


@pytest.mark.parametrize("fault", PASSING, ids=["away", "denied"])
def test_what_is_not_drawn_yet_is_put_off_and_the_engine_is_not_bothered(
    creator: Any, puppet: Use, store: Store, media_dir: Path, fault: StorageFault
) -> None:
    """Though it could be asked what is there."""
    engine = puppet()
    job = submitted(creator)
    store.fault = fault
    for _ in range(limits.MAX_ATTEMPTS + 1):
        worked(job, Stage.RENDER)
        assert job.state == JobState.QUEUED
        assert job.resend_at is not None
        assert job.resend_at > timezone.now() + limits.RESEND_AFTER / 2, "not at once"
    assert engine.renders == []
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {Outcome.RELEASED}
    store.fault = None
    assert worked(job, Stage.RENDER).state == JobState.RENDERED
    assert [path.name for path in media_dir.rglob("*") if path.is_file()] == ["master.mp4"]


@pytest.mark.parametrize("fault", PASSING, ids=["away", "denied"])
def test_what_is_drawn_again_and_again_and_never_kept_ends_by_our_fault(
    creator: Any, puppet: Use, store: Store, fault: StorageFault
) -> None:
    """A few bytes are taken and a film is not: the uplink is too slow, say."""
    engine = puppet()
    job = submitted(creator)
    store.fault, store.only = fault, "master.mp4"
    for _ in range(2 * limits.MAX_ATTEMPTS):
        worked(job, Stage.RENDER)
    assert (job.state, job.error_code, job.error_stage) == (JobState.FAILED, "internal", "render")
    assert len(engine.renders) == limits.MAX_ATTEMPTS
    tried = set(Attempt.objects.values_list("outcome", "error_code"))
    assert tried == {(Outcome.FAILED, fault.code.value)}
    assert not counted(creator).exists(), "nothing is taken off the quota"


def test_a_store_that_is_away_for_a_moment_costs_no_render(
    creator: Any, puppet: Use, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = puppet()
    job = submitted(creator)
    store.fault, store.only = StorageAway("away"), "master.mp4"

    def back(_pause: float, go_on: Callable[[], None]) -> None:
        go_on()
        store.fault = None

    monkeypatch.setattr(putting, "_wait", back)
    assert worked(job, Stage.RENDER).state == JobState.RENDERED
    assert (len(engine.renders), store.refused) == (1, 1)


def test_who_cancels_while_it_is_put_away_has_cancelled(
    creator: Any, puppet: Use, store: Store
) -> None:
    job = submitted(creator)
    puppet()
    store.fault, store.only = StorageAway("away"), "master.mp4"
    store.meanwhile = lambda: cancel(job=job, by=creator)
    assert worked(job, Stage.RENDER).state == JobState.CANCELLED
    assert store.refused == 1


def test_the_next_film_is_begun_while_a_store_takes_its_time(
    creator: Any, puppet: Use, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    puppet()
    job = submitted(creator)

    def somebody_comes(_film: Path, _key: str) -> None:
        with drawing_slot.drawing_slot():  # raises StillTaken
            pass

    monkeypatch.setattr(drawing_slot, "PATIENCE_S", 0)
    monkeypatch.setattr(putting, "_put", somebody_comes)
    rendering.render_next(never)
    job.refresh_from_db()
    assert job.state == JobState.RENDERED


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
    puppet()
    job = submitted(creator)

    def refuse_unwritable(_: str) -> None:
        cancel(job=job, by=creator)
        raise StorageAway("away")

    monkeypatch.setattr(rendering, "refuse_unwritable", refuse_unwritable)
    assert worked(job, Stage.RENDER).state == JobState.CANCELLED


def test_these_stages_ask_for_the_film_the_same_way() -> None:
    """What `unreadable` breaks is what they use."""
    from generation.work import files, identifying

    stages = (finishing, inspecting, identifying)
    assert all(vars(stage)["undamaged"] is files.undamaged for stage in stages)
