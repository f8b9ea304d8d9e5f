"""What engines and disks do wrong, and what becomes of the job."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from dramatiq.middleware import TimeLimitExceeded

from audit.models import AuditEvent
from generation import limits
from generation.failures import MESSAGES, FailureCode
from generation.models import Attempt, Draft, Job, Script
from generation.quota import counted
from generation.stages import Stage
from generation.states import JobState
from generation.work import rendering
from generation.work.attempting import failure_of
from inbox.models import Event
from moderation.models import RefusedText
from moderation.probing.limits import ELSEWHERE, LIMITS
from moderation.services.cooling import cooling_off_of
from tests.client import Api
from tests.generation.studio import (
    TO_CLEARED,
    Puppet,
    draw,
    lasting_fault,
    never,
    passing_fault,
    submitted,
    worked,
)


def ends_only_once_it_was_put_off_for_long(
    job: Job, code: str, *, rests: bool, before: Callable[[], object] = lambda: None
) -> None:
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - 2 * limits.FULL_FOR)
    for _ in range(limits.MAX_ATTEMPTS + 1):
        before()
        job = worked(job, Stage.RENDER)
        assert (job.state, job.error_code) == (JobState.QUEUED, "")
        assert (job.rests_until is not None) is rests
    Attempt.objects.filter(job=job).update(ended_at=timezone.now() - limits.FULL_FOR)
    for _ in range(limits.MAX_ATTEMPTS):
        before()
        job = worked(job, Stage.RENDER)
    assert (job.state, job.error_code) == (JobState.FAILED, code)


def test_what_the_engine_cannot_be_asked_for_ends_the_job_at_once(
    api: Api, creator: Any, puppet: Callable[..., Puppet], media_dir: Path,
    deliver: Callable[[], int],
) -> None:  # fmt: skip
    engine = puppet(0.3, lasting_fault("unsupported_request"))
    job = submitted(creator)
    deliver()
    answer = api.get(f"/generations/{job.public_id}", as_=creator).json()
    assert (answer["status"], answer["draft"]) == ("failed", None)
    assert answer["error"] == {
        "code": "engine_refused",
        "message": str(MESSAGES[FailureCode.ENGINE_REFUSED]),
        "stage": "render",
        "category": None,
    }
    assert "unsupported" not in str(answer)
    assert Attempt.objects.get().error_code == "unsupported_request"
    assert len(engine.renders) == 1
    event = Event.objects.get(type="generation.failed")
    assert event.data["error"] == {"code": "engine_refused", "stage": "render"}
    assert AuditEvent.objects.filter(action="generation.job.failed").count() == 1
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (passing_fault("gpu_fell_over"), "internal"),
        (passing_fault("storage_full"), "capacity"),
        (RuntimeError("a secret prompt"), "internal"),
        (TimeLimitExceeded(), "internal"),
    ],
)
def test_a_passing_fault_is_tried_three_times(
    creator: Any, puppet: Callable[..., Puppet], fault: BaseException, code: str
) -> None:
    def fail() -> None:
        raise fault

    engine = puppet(0.3, fail)
    job = submitted(creator)
    for number in range(1, limits.MAX_ATTEMPTS + 1):
        draw(job.pk)
        job.refresh_from_db()
        assert job.state == (JobState.QUEUED if number < limits.MAX_ATTEMPTS else JobState.FAILED)
    assert len(engine.renders) == limits.MAX_ATTEMPTS
    assert (job.error_code, job.error_stage) == (code, "render")
    assert not any("secret" in attempt.error_code for attempt in Attempt.objects.all())


def test_between_attempts_there_is_a_pause_that_grows(
    creator: Any, puppet: Callable[..., Puppet], deliver: Callable[[], int]
) -> None:
    puppet(passing_fault())
    job = submitted(creator)
    deliver()
    pauses = []
    for _ in range(2):
        job.refresh_from_db()
        assert job.resend_at is not None
        assert job.waiting_since is not None
        pauses.append(job.resend_at - job.waiting_since)
        draw(job.pk)
    assert pauses == list(limits.BACK_OFF)


def test_a_fault_that_passes_is_never_seen_by_the_maker(
    api: Api, creator: Any, puppet: Callable[..., Puppet], deliver: Callable[[], int]
) -> None:
    from generation.work.sweeping import resend_waiting
    from tests.generation.studio import lose_message

    puppet(0.5, passing_fault())
    job = submitted(creator)
    deliver()
    seen = api.get(f"/generations/{job.public_id}", as_=creator).json()
    assert (seen["status"], seen["error"]) == ("in_progress", None)
    puppet()
    job.refresh_from_db()
    assert job.rests_until == job.resend_at
    lose_message(job)
    assert resend_waiting() == 1
    deliver()
    assert Job.objects.get().state == JobState.COMPLETED


@pytest.mark.parametrize("cut", [0, 1000])
def test_a_film_that_is_broken_is_not_taken(
    creator: Any, puppet: Callable[..., Puppet], blank_film: Path, tmp_path: Path, cut: int
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(blank_film.read_bytes()[:cut])
    puppet().film = broken
    job = submitted(creator)
    draw(job.pk)
    assert Job.objects.get().state == JobState.QUEUED
    assert Attempt.objects.get().outcome == "failed"


@pytest.mark.parametrize("wish", [{"seconds": 8}, {"size": "1280x720"}])
def test_a_film_of_another_size_or_length_is_not_taken(
    creator: Any, puppet: Callable[..., Puppet], wish: dict[str, Any]
) -> None:
    puppet()
    submitted(creator, **wish)
    draw(Job.objects.get().pk)
    assert Attempt.objects.get().error_code == "BrokenPromise"
    assert Job.objects.get().state == JobState.QUEUED


@pytest.mark.parametrize("stage", [Stage.INSPECT, Stage.LIKENESS, Stage.FINISH])
@pytest.mark.django_db
def test_a_master_that_was_damaged_or_lost_fails_the_stage_that_finds_out(
    creator: Any,
    puppet: Callable[..., Puppet],
    media_dir: Path,
    deliver: Callable[[], int],
    stage: Stage,
) -> None:
    puppet()
    ways = list(Stage)
    job = worked(submitted(creator), *ways[1 : ways.index(stage)])
    master = next(media_dir.rglob("master.mp4"))
    master.write_bytes(master.read_bytes()[:-1] + b"\x00\x01")
    worked(job, stage)
    master.unlink()
    worked(job, stage, stage)
    assert (job.state, job.error_stage) == (JobState.FAILED, stage)
    deliver()
    assert not Draft.objects.exists()
    assert not Script.objects.exists()
    assert not (media_dir / job.work_folder).exists()


def test_attempts_of_rendering_are_not_counted_against_finishing(
    creator: Any, puppet: Callable[..., Puppet], media_dir: Path, deliver: Callable[[], int]
) -> None:
    job = submitted(creator)
    puppet(passing_fault())
    worked(job, Stage.RENDER, Stage.RENDER)
    puppet()
    worked(job, *TO_CLEARED)
    master = next(media_dir.rglob("master.mp4"))
    master.rename(master.with_name("mislaid.mp4"))
    assert worked(job, Stage.FINISH).state == JobState.CLEARED
    master.with_name("mislaid.mp4").rename(master)
    deliver()
    assert Job.objects.get().state == JobState.COMPLETED


def test_a_cancel_during_a_fault_is_a_cancel(creator: Any, puppet: Callable[..., Puppet]) -> None:
    from generation.services.cancel import cancel

    for fault in (passing_fault(), lasting_fault()):
        job = submitted(creator)

        def cancel_and_fail(job: Job = job, fault: Exception = fault) -> None:
            cancel(job=job, by=creator)
            raise fault

        puppet(cancel_and_fail)
        draw(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.CANCELLED


def test_a_lasting_fault_of_the_engine_is_ours(creator: Any, puppet: Callable[..., Puppet]) -> None:
    """Nothing that its maker could change, and nothing that trying again would."""
    engine = puppet(lasting_fault("picture_not_finite"))
    job = submitted(creator)
    job = worked(job, Stage.RENDER)
    assert (job.state, job.error_code) == (JobState.FAILED, "internal")
    assert len(engine.renders) == 1


@pytest.mark.parametrize(
    ("said", "code", "counts", "points"),
    [
        ("refused_by_processor", "engine_refused", False, [ELSEWHERE]),
        ("stopped_by_processor", "engine_stopped", True, [ELSEWHERE]),
        ("request_refused", "engine_refused", False, []),
        ("processor_failed", "internal", False, []),
    ],
)
def test_what_a_processor_had_begun_counts_and_what_its_rules_refuse_weighs(
    *, creator: Any, puppet: Callable[..., Puppet], said: str, code: str, counts: bool,
    points: list[int],
) -> None:  # fmt: skip
    puppet(lasting_fault(said))
    job = worked(submitted(creator), Stage.RENDER)
    assert (job.state, job.error_code) == (JobState.FAILED, code)
    assert counted(creator).exists() is counts
    assert [row.points for row in RefusedText.objects.filter(person_id=creator.pk)] == points


def test_variations_of_one_wish_are_refused_elsewhere_once(
    creator: Any, puppet: Callable[..., Puppet]
) -> None:
    puppet(lasting_fault("refused_by_processor"))
    batch = uuid4()
    for _ in range(3):
        job = submitted(creator)
        Job.objects.filter(pk=job.pk).update(batch=batch)
        worked(job, Stage.RENDER)
    assert RefusedText.objects.get(person_id=creator.pk).points == ELSEWHERE


@pytest.mark.parametrize("field", ["subjects", "rendered_text"])
def test_nobody_pays_for_what_a_processor_may_not_like_about_somebody_else(
    creator: Any, friend: Any, puppet: Callable[..., Puppet], field: str
) -> None:
    """Their face, or how they like to look: their maker chose neither."""
    value: Any = [friend.pk] if field == "subjects" else "A friend in a red coat."

    def refused() -> None:
        Job.objects.update(**{field: value})
        raise lasting_fault("refused_by_processor")

    puppet(refused)
    job = submitted(creator)
    assert worked(job, Stage.RENDER).state == JobState.FAILED
    assert not RefusedText.objects.exists()


def test_the_log_names_the_job_and_where_it_broke_and_says_nothing_of_its_words(
    creator: Any, puppet: Callable[..., Puppet], caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> None:
        raise KeyError("a secret prompt")

    puppet(breaks)
    job = worked(submitted(creator, prompt="a very private wish"), Stage.RENDER)
    [line] = [one for one in told(caplog) if one["event"] == "attempt_failed"]
    assert (line["job"], line["stage"], line["attempt"]) == (job.public_id, "render", 1)
    assert line["error"] == "KeyError"
    assert any("breaks" in frame for frame in line["exception"]["frames"])
    assert not any(word in str(line) for word in ("secret", "private", creator.handle))
    puppet(passing_fault())
    worked(job, Stage.RENDER)
    line = [one for one in told(caplog) if one["event"] == "attempt_failed"][-1]
    assert (line["job"], line["attempt"]) == (job.public_id, 2)
    assert "exception" not in line, "it is foreseen"


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [record.msg for record in caplog.records if isinstance(record.msg, dict)]


def test_whoever_tries_a_processors_rules_again_and_again_has_to_wait(
    creator: Any, puppet: Callable[..., Puppet], deliver: Callable[[], int]
) -> None:
    puppet(lasting_fault("refused_by_processor"))
    for number in range(LIMITS[0].adults):
        assert cooling_off_of(creator.pk) is None
        submitted(creator, prompt=f"wish number {number}")
        deliver()
    assert cooling_off_of(creator.pk) is not None


def test_every_code_has_its_words() -> None:
    assert set(MESSAGES) == set(FailureCode)


def test_what_is_kept_of_a_fault_is_its_type_and_never_its_words() -> None:
    kept = failure_of(ValueError("draw me a secret"))
    assert (kept.code, kept.detail_code, kept.permanent) == ("internal", "ValueError", False)


def test_whoever_has_their_hands_full_is_asked_again_for_two_hours(
    creator: Any, puppet: Callable[..., Puppet]
) -> None:
    """And it costs no attempt meanwhile."""
    puppet(passing_fault("capacity"))
    job = submitted(creator)
    ends_only_once_it_was_put_off_for_long(job, "capacity", rests=True)


def test_what_cannot_be_read_rests_and_the_others_go_on(
    creator: Any, friend: Any, puppet: Callable[..., Puppet]
) -> None:
    engine = puppet()
    unreadable, good = submitted(creator), submitted(friend)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE generation_job SET prompt = %s WHERE id = %s", [b"not ours", unreadable.pk]
        )
    rendering.render_next(never)
    assert [one.prompt for one in engine.renders] == [good.prompt]
    resting = Job.objects.filter(state=JobState.QUEUED, rests_until__gt=timezone.now())
    assert resting.filter(pk=unreadable.pk).exists()
    rendering.render_next(never)
    assert len(engine.renders) == 1
