"""Machines that cannot draw, by a fault of theirs and no job's."""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from generation import limits
from generation.engines.base import MACHINE_FAULTS, MachineFault
from generation.models import Attempt, Job
from generation.services.turns import next_in_turn
from generation.states import JobState
from generation.work import rendering, unusable
from generation.work.forgotten import end_forgotten, end_undrawable
from tests.generation.studio import Puppet, claimed, never, submitted
from tests.generation.test_failing import ends_only_once_it_was_put_off_for_long


def machine_fault() -> MachineFault:
    return MachineFault("weights_partial", "/models/films/vae")


@pytest.fixture
def fresh_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that has set no engine aside."""
    monkeypatch.setattr(unusable, "_rests", {})
    monkeypatch.setattr(unusable, "_met", {})


def test_a_machine_that_cannot_draw_costs_no_attempt_for_two_hours(
    creator: Any, puppet: Callable[..., Puppet], fresh_process: None
) -> None:
    puppet(machine_fault())
    job = submitted(creator)
    ends_only_once_it_was_put_off_for_long(
        job, "internal", rests=False, before=unusable._rests.clear
    )


def test_a_machine_that_cannot_draw_leaves_the_queue_to_others_and_says_so_once(
    creator: Any, friend: Any, puppet: Callable[..., Puppet], fresh_process: None,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    engine = puppet(machine_fault())
    submitted(creator)
    waits, other = submitted(friend), submitted(friend)
    Job.objects.filter(pk=other.pk).update(engine="retired")
    rendering.render_next(never)
    rendering.render_next(never)
    rendering.render_next(never)
    assert len(engine.renders) == 1
    assert not Attempt.objects.filter(job=waits).exists()
    said = [str(record.msg) for record in caplog.records if record.levelname == "ERROR"]
    [ours] = [text for text in said if "'sketch'" in text]
    assert "weights_partial" in ours
    assert "/models/films/vae" in ours
    # The ticket was taken in vain: another comes long before the sweeper would have sent one.
    waits.refresh_from_db()
    assert waits.resend_at is not None
    assert waits.resend_at - timezone.now() < limits.RESEND_AFTER / 2


def test_whoever_met_the_fault_waits_for_another_worker_and_not_for_a_time(
    creator: Any, puppet: Callable[..., Puppet], fresh_process: None
) -> None:
    """A worker that cannot draw is free when the job comes back, and those that can are not: rest
    for rest it would have met the same one, until it was put off for too long."""
    broken = puppet(machine_fault())
    job, turn = submitted(creator), 0.0
    for _ in range(3):
        rendering.render_next(never)
        job.refresh_from_db()
        assert (job.state, job.rests_until, job.turn) == (JobState.QUEUED, None, turn)
        assert next_in_turn() == job.pk, "at once, and in its place"
    assert len(broken.renders) == 1
    unusable._rests.clear()  # another process
    puppet()
    rendering.render_next(never)
    job.refresh_from_db()
    assert job.state == JobState.RENDERED


def test_what_is_set_aside_is_tried_again_more_and_more_seldom_until_it_draws(
    creator: Any, puppet: Callable[..., Puppet], fresh_process: None, turned: list[float]
) -> None:
    engine = puppet(machine_fault())
    job = submitted(creator)
    for seconds in (60, 120, 240, 480, 900, 900):
        rendering.render_next(never)
        assert unusable.unusable() == {"sketch"}
        turned[0] += seconds - 1
        assert unusable.unusable() == {"sketch"}
        turned[0] += 1
        assert unusable.unusable() == frozenset()
    engine.steps = (1.0,)
    rendering.render_next(never)
    job.refresh_from_db()
    assert job.state == JobState.RENDERED
    engine.steps = (machine_fault(),)
    submitted(creator)
    rendering.render_next(never)
    turned[0] += 60
    assert unusable.unusable() == frozenset()


def test_one_film_that_breaks_it_keeps_nobody_elses_waiting(
    creator: Any, friend: Any, puppet: Callable[..., Puppet], fresh_process: None,
    turned: list[float],
) -> None:  # fmt: skip
    """Whatever is wrong with it: it stays first for every other worker, and comes last here."""
    puppet(machine_fault())
    poison = submitted(creator)
    rendering.render_next(never)
    others = [submitted(friend) for _ in range(2)]
    puppet(1.0)
    for _ in others:
        turned[0] += 61
        rendering.render_next(never)
    assert {Job.objects.get(pk=job.pk).state for job in others} == {JobState.RENDERED}
    assert next_in_turn() == poison.pk
    rendering.render_next(never)  # nobody else waits
    assert Job.objects.get(pk=poison.pk).state == JobState.RENDERED


def test_a_broken_engine_is_tried_with_each_film_in_turn(
    creator: Any, puppet: Callable[..., Puppet], fresh_process: None, turned: list[float]
) -> None:
    engine = puppet(machine_fault())
    jobs = [submitted(creator) for _ in range(3)]
    for seconds in (60, 120, 240):
        rendering.render_next(never)
        turned[0] += seconds
    assert len(engine.renders) == 3
    tried = Attempt.objects.filter(job__in=jobs).values_list("job_id", flat=True)
    assert sorted(tried) == sorted(job.pk for job in jobs)


@pytest.mark.parametrize(
    ("lately", "state"),
    [
        ([], JobState.QUEUED),  # nobody tried: a long queue is no fault
        (["weights_partial"], JobState.FAILED),
        (["weights_partial", ""], JobState.FAILED),  # one was told to stop
        (["weights_partial", "capacity"], JobState.QUEUED),
        (["weights_partial", "drew"], JobState.QUEUED),
        (["weights_partial", "draws"], JobState.QUEUED),
        (["long ago"], JobState.QUEUED),
    ],
)
def test_what_no_machine_could_draw_for_two_hours_ends_though_it_was_never_tried(
    creator: Any, friend: Any, as_worker: Any, lately: list[str], state: JobState
) -> None:
    """Others were tried before it, one at each end of a rest; its quota is given back."""
    job = submitted(creator)
    for number, how in enumerate(lately, 1):
        Attempt.objects.create(
            job=submitted(friend), number=number, stage="render", worker="w",
            ended_at=None if how == "draws" else timezone.now() - (
                limits.FULL_FOR if how == "long ago" else timedelta(minutes=5)
            ),
            outcome={"drew": "succeeded", "draws": ""}.get(how, "released"),
            error_code={"drew": "", "draws": "", "long ago": "weights_partial"}.get(how, how),
        )  # fmt: skip

    def swept(minutes: int) -> str:
        waiting = timezone.now() - limits.FULL_FOR - timedelta(minutes=minutes)
        Job.objects.filter(pk=job.pk).update(waiting_since=waiting)
        with as_worker():
            end_undrawable()
        job.refresh_from_db()
        return job.state

    assert swept(-1) == JobState.QUEUED
    assert swept(1) == state
    assert job.error_code == ("internal" if state == JobState.FAILED else "")


def test_a_fault_that_the_database_could_not_tell_from_others_is_none_of_a_machine() -> None:
    from generation.engines.diffusers.faults import OF_THE_MACHINE

    assert {fault.value for fault in OF_THE_MACHINE} < MACHINE_FAULTS
    with pytest.raises(ValueError, match="out_of_memory"):
        MachineFault("out_of_memory")


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds by which the clock of the process stands later."""
    later = [0.0]
    clock = SimpleNamespace(monotonic=lambda: monotonic() + later[0])
    monkeypatch.setattr(unusable, "time", clock)
    return later


@pytest.fixture
def retired(creator: Any) -> Job:
    """A job of an engine that stands in no file here."""
    job = submitted(creator)
    Job.objects.filter(pk=job.pk).update(engine="retired")
    return job


def test_what_another_machine_has_is_left_to_it(
    friend: Any, retired: Job, puppet: Callable[..., Puppet], fresh_process: None
) -> None:
    engine = puppet()
    mine = submitted(friend)
    rendering.render_next(never)
    rendering.render_next(never)
    mine.refresh_from_db()
    retired.refresh_from_db()
    assert (mine.state, len(engine.renders)) == (JobState.RENDERED, 1)
    assert (retired.state, retired.rests_until) == (JobState.QUEUED, None)
    assert not Attempt.objects.filter(job=retired).exists()
    assert retired.resend_at is not None
    assert retired.resend_at - timezone.now() < limits.RESEND_AFTER / 2, "its ticket went here"


@pytest.mark.parametrize("in_fleet", [False, True])
def test_what_nobody_has_any_more_ends_after_a_day(
    creator: Any, friend: Any, retired: Job, as_worker: Any, in_fleet: bool
) -> None:
    def swept() -> str:
        with as_worker():
            end_forgotten()
        retired.refresh_from_db()
        return retired.state

    if in_fleet:  # somebody else drew with it
        other = submitted(friend)
        Job.objects.filter(pk=other.pk).update(engine="retired")
        claimed(other)
    before = timezone.now() - limits.FORGOTTEN_AFTER
    Job.objects.filter(pk=retired.pk).update(waiting_since=before + timedelta(minutes=1))
    assert swept() == JobState.QUEUED
    Job.objects.filter(pk=retired.pk).update(waiting_since=before)
    cut = submitted(creator)
    Job.objects.filter(pk=cut.pk).update(waiting_since=before)  # of an engine that is known
    assert swept() == (JobState.QUEUED if in_fleet else JobState.FAILED)
    assert retired.error_code == ("" if in_fleet else "internal")
    cut.refresh_from_db()
    assert cut.state == JobState.QUEUED
