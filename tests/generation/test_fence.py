"""Leases and fencing: one worker at a time, and a stale one can change nothing."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from generation import limits
from generation.failures import Failure, FailureCode
from generation.models import Asset, Attempt, Draft, Job, Outcome
from generation.services.cancel import cancel
from generation.stages import Stage
from generation.states import JobState
from generation.work import finishing, rendering, settling
from generation.work.attempting import attempt
from generation.work.claiming import claim, take_back
from generation.work.heartbeat import beating
from generation.work.judging import conclude
from generation.work.lease import Lease, LostLease, patiently
from moderation.categories import Surface
from moderation.files import FileDigests, digests
from moderation.policy.audience import Audience
from moderation.services.screening import unread
from tests.generation.studio import (
    TO_CLEARED,
    Puppet,
    claimed,
    draw,
    fall_silent,
    submitted,
    worked,
)


def row(job: Job) -> dict[str, Any]:
    return dict(Job.objects.filter(pk=job.pk).values().get())


def test_a_second_message_does_nothing_while_the_lease_stands(creator: Any) -> None:
    job = submitted(creator)
    claimed(job)
    before = row(job)
    assert claim(job.pk, Stage.RENDER) is None
    assert row(job) == before


@pytest.mark.parametrize("stage", list(Stage))
def test_a_message_of_the_wrong_stage_or_of_no_job_does_nothing(creator: Any, stage: Stage) -> None:
    from lib.ids import new_id

    assert claim(new_id(), stage) is None
    if stage != Stage.RENDER:
        assert claim(submitted(creator).pk, stage) is None


def test_a_lease_that_ran_out_is_taken_over_under_a_new_token(creator: Any) -> None:
    job = submitted(creator)
    first = claimed(job)
    fall_silent(job)
    second = claimed(job)
    assert (first.number, second.number) == (1, 2)
    assert Attempt.objects.get(number=1).outcome == Outcome.LOST


def test_of_ten_workers_one_gets_the_job(committing: None, creator: Any) -> None:
    job = submitted(creator)
    start = threading.Barrier(10)

    def race(_: int) -> Lease | None:
        start.wait()
        try:
            return claim(job.pk, Stage.RENDER)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        leases = [lease for lease in pool.map(race, range(10)) if lease]
    assert len(leases) == 1
    assert Attempt.objects.count() == 1


WRITES: list[Callable[[Lease], Any]] = [
    lambda lease: lease.renew(),
    lambda lease: lease.cancelled(),
    lambda lease: lease.stop_if_cancelled(),
    settling.cancelled,
    settling.delayed,
    settling.released,
    lambda lease: settling.failed(lease, Failure(FailureCode.INTERNAL, "x", permanent=True)),
    lambda lease: settling.failed(lease, Failure(FailureCode.INTERNAL, "x", permanent=False)),
    lambda lease: settling.note_outgoing(lease, ["out/aa/bb.mp4"]),
    lambda lease: settling.completed(lease, assets=[], kept="kept/0.mp4"),
    lambda lease: conclude(lease, evidence=unread([Surface.FRAME]), audience=Audience()),
]


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("later", ["back in the queue", "taken over", "cancelled"])
@pytest.mark.django_db
def test_a_stale_worker_can_write_nothing(
    creator: Any, write: Callable[[Lease], Any], later: str
) -> None:
    job = submitted(creator)
    stale = claimed(job)
    fall_silent(job)
    if later == "cancelled":
        Job.objects.filter(pk=job.pk).update(cancel_requested_at=job.created_at)
    take_back(job.pk)
    if later == "taken over":
        claimed(job)
    before = row(job), list(Attempt.objects.order_by("number").values())
    with pytest.raises(LostLease):
        write(stale)
    assert (row(job), list(Attempt.objects.order_by("number").values())) == before


def test_a_worker_that_wakes_up_late_leaves_the_new_ones_work_alone(
    creator: Any, puppet: Callable[..., Puppet], media_dir: Path
) -> None:
    job = submitted(creator)

    def stall() -> None:
        """The first worker is held up; a second one does all the work meanwhile."""
        fall_silent(job)
        puppet()
        worked(job, *TO_CLEARED, Stage.FINISH)

    puppet(0.1, stall)
    draw(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.COMPLETED
    assert Draft.objects.count() == 1
    for asset in Asset.objects.all():
        assert (media_dir / asset.storage_key).stat().st_size == asset.bytes
    numbered = Attempt.objects.order_by("number").values_list("number", "stage", "outcome")
    assert list(numbered) == [
        (1, "render", "lost"),
        (2, "render", "succeeded"),
        (3, "inspect", "succeeded"),
        (4, "likeness", "succeeded"),
        (5, "finish", "succeeded"),
    ]


def test_a_late_finisher_removes_what_it_wrote_and_nothing_else(
    creator: Any, puppet: Callable[..., Puppet], media_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    puppet()
    job = worked(submitted(creator), *TO_CLEARED)

    def stall(path: Path) -> FileDigests:
        monkeypatch.setattr(finishing, "digests", digests)
        fall_silent(job)
        finishing.finish(job.pk)
        return digests(path)

    monkeypatch.setattr(finishing, "digests", stall)
    finishing.finish(job.pk)
    assert Draft.objects.count() == 1
    out = {path for path in (media_dir / "out").rglob("*") if path.is_file()}
    assert out == {media_dir / asset.storage_key for asset in Asset.objects.leaving()}
    kept = [path for path in (media_dir / "kept").rglob("*") if path.is_file()]
    assert kept == [media_dir / Asset.objects.get(kind="master").storage_key]


def test_renewing_holds_the_job_for_another_lease(creator: Any) -> None:
    job = submitted(creator)
    lease = claimed(job)
    fall_silent(job)
    lease.renew()
    assert not take_back(job.pk)


def test_the_heartbeat_renews_while_the_worker_says_nothing(
    committing: None, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.work.heartbeat.HEARTBEAT_SECONDS", 0.05)
    job = submitted(creator)
    lease = claimed(job)
    fall_silent(job)
    held = row(job)["leased_until"]
    with beating(lease):
        wait_for(lambda: row(job)["leased_until"] > held)
    assert not take_back(job.pk)


def test_a_long_silent_step_of_an_attempt_keeps_its_lease(
    committing: None, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.work.heartbeat.HEARTBEAT_SECONDS", 0.05)
    job = submitted(creator)

    def think(lease: Lease) -> None:
        held = row(job)["leased_until"]
        wait_for(lambda: row(job)["leased_until"] > held)

    attempt(claimed(job), think)
    assert Attempt.objects.get().outcome == "", "it neither failed nor lost the job"


def test_a_worker_learns_from_its_heartbeat_that_it_lost_the_job(
    committing: None, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.work.heartbeat.HEARTBEAT_SECONDS", 0.05)
    job = submitted(creator)
    lease = claimed(job)
    fall_silent(job)
    with beating(lease):
        claimed(job)
        wait_for(lambda: lease._lost)
    with pytest.raises(LostLease):
        lease.reach(50)
        lease.renew()


def test_a_database_that_is_away_for_a_moment_costs_no_render(
    committing: None, creator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = claimed(submitted(creator))
    with monkeypatch.context() as away:
        away.setattr(lease, "_renew", raising(OperationalError()))
        away.setattr(lease, "_look", raising(OperationalError()))
        lease.renew()
        assert lease.cancelled() is False
        away.setattr(lease, "_renewed_at", time.monotonic() - limits.LEASE.total_seconds() - 1)
        with pytest.raises(LostLease):
            lease.renew()
    with pytest.raises(LostLease):
        lease.renew()


def test_the_last_write_of_an_attempt_waits_for_the_database(
    committing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.work.lease.PAUSE_SECONDS", 0)
    tries: list[int] = []

    def write() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError
        return "written"

    assert patiently(write) == "written"
    monkeypatch.setattr(limits, "LEASE", limits.LEASE * 0)
    tries.clear()
    with pytest.raises(OperationalError):
        patiently(write)


def test_an_answer_that_got_lost_after_commit_undoes_nothing(
    committing: None,
    creator: Any,
    puppet: Callable[..., Puppet],
    media_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """COMMIT succeeded, but the connection broke before the worker heard of it: it asks again."""
    puppet()
    job = worked(submitted(creator), *TO_CLEARED)
    write = settling._write

    def lost_answer(lease: Lease, written: Callable[[Job], None], *, permitted: bool) -> None:
        write(lease, written, permitted=permitted)
        if Job.objects.get(pk=job.pk).is_finished:
            raise OperationalError

    monkeypatch.setattr(settling, "_write", lost_answer)
    finishing.finish(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.COMPLETED
    assert Asset.objects.count() == 4
    assert all((media_dir / asset.storage_key).is_file() for asset in Asset.objects.all())


def test_two_attempts_never_share_a_folder(creator: Any) -> None:
    job = submitted(creator)
    folders = {Attempt(job=job, number=number).folder for number in (1, 2)}
    assert folders == {f"work/{job.pk.hex}/1", f"work/{job.pk.hex}/2"}


def test_an_attempt_that_is_told_to_stop_gives_the_job_back_uncounted(creator: Any) -> None:
    from dramatiq.middleware import Shutdown

    for _ in range(limits.MAX_ATTEMPTS + 1):
        job = submitted(creator) if not Job.objects.exists() else Job.objects.get()
        with pytest.raises(Shutdown):
            attempt(claimed(job), raising(Shutdown()))
        assert Job.objects.get().state == JobState.QUEUED
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {Outcome.RELEASED}


def raising(error: BaseException) -> Callable[..., Any]:
    def call(*_: Any) -> None:
        raise error

    return call


def wait_for(condition: Callable[[], bool], *, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def test_a_moment_without_the_database_costs_no_render(
    creator: Any, puppet: Callable[..., Puppet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where it is asked whether staff stopped the engine."""
    faults = iter([OperationalError("restarting")])
    look = Lease._look

    def restarting(lease: Lease, facts: Any) -> Any:
        for error in faults:
            raise error
        return look(lease, facts)

    puppet(0.2, 0.5, 1.0)
    job = submitted(creator)
    monkeypatch.setattr(Lease, "_look", restarting)
    monkeypatch.setattr("generation.work.lease.connection", Away())
    draw(job.pk)
    assert Attempt.objects.get().outcome == Outcome.SUCCEEDED


def test_whether_it_is_still_wanted_is_one_question(creator: Any, puppet: Any) -> None:
    """It is asked four times a second for as long as a film is drawn."""
    puppet()
    job = submitted(creator)
    ask = rendering._unwanted(claimed(job), job)
    with CaptureQueriesContext(connection) as asked:
        assert ask() is False
    assert len(asked) == 1
    cancel(job=job, by=creator)
    assert ask() is True


class Away:
    """A connection outside of any transaction: tests hold one of their own."""

    in_atomic_block = False

    def close(self) -> None:
        """That of the test stays open."""
