"""What breaks while a film is checked: nothing passes, nothing is lost, nothing comes twice."""

import errno
import math
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from generation import limits
from generation.models import Asset, Attempt, Draft, Job, Outcome
from generation.quota import quota_refusal
from generation.services.cancel import cancel
from generation.stages import Stage
from generation.states import JobState
from generation.work import finishing, inspecting, sweeping
from generation.work.holding import sweep_holds
from inbox.models import Event
from lib.outbox.models import OutboxMessage
from lib.signed_media import storage_path
from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors.base import Heard, Source
from moderation.inspection import inspect_film
from moderation.models import Scan
from provenance.certificates.development import leaf_bundle
from provenance.certificates.profile import issue
from provenance.errors import BurnCancelled, SealError, SealFault, SigningFailed, SigningUnavailable
from provenance.signing import seal
from provenance.verification import verify
from tests.client import Api
from tests.generation.studio import (
    TO_CLEARED,
    Puppet,
    lose_message,
    seen_nothing,
    submitted,
    worked,
)

Use = Callable[..., Puppet]
Deliver = Callable[[], int]


def raising(error: BaseException) -> Callable[..., Any]:
    def call(*_: Any, **__: Any) -> None:
        raise error

    return call


def look_again(as_worker: Any, deliver: Deliver) -> Job:
    """The moment has come at which the clock looks at the held job again."""
    Job.objects.filter(state=JobState.HELD).update(rescan_at=timezone.now() - timedelta(seconds=1))
    with as_worker():
        sweep_holds()
    deliver()
    return Job.objects.get()


def assert_held_unsealed(api: Api, creator: Any, job: Job, media_dir: Path) -> None:
    """Its maker hears "delayed"; the master is kept and nothing has left."""
    assert (job.state, job.held_for, job.held_stage) == (JobState.HELD, "unsealed", "finish")
    body = api.get(f"/generations/{job.public_id}", as_=creator).json()
    assert (body["status"], body["delayed"], body["stage"]) == ("in_progress", True, "finishing")
    assert (body["draft"], body["error"]) == (None, None)
    master = Asset.objects.get()
    assert master.kind == "master"
    kept = [path for path in media_dir.rglob("*") if path.is_file() and "/out/" in str(path)]
    assert storage_path(master.storage_key).is_file()
    assert kept == []


def assert_made_once(media_dir: Path) -> None:
    assert Draft.objects.count() == 1
    assert Job.objects.get().state == JobState.COMPLETED
    kept = {str(path.relative_to(media_dir)) for path in media_dir.rglob("*") if path.is_file()}
    assert kept == set(Asset.objects.values_list("storage_key", flat=True))
    assert len(kept) == 4
    types = list(Event.objects.values_list("type", flat=True))
    assert (types.count("generation.completed"), types.count("generation.delayed")) == (1, 1)


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("seal", SigningFailed(SealFault.TIMED_OUT)),
        ("seal", SigningFailed(SealFault.COMMAND_FAILED)),
        ("seal", SigningFailed(SealFault.NOT_VERIFIED)),
        ("seal", SigningUnavailable(SealFault.NOT_CONFIGURED)),
        ("seal", SealError(SealFault.REFUSED)),
        ("seal", OSError(errno.ENOSPC, "disk full")),
        ("burn", OSError(errno.ENOSPC, "disk full")),
        ("burn", OSError(errno.EDQUOT, "quota")),
        ("placing", OSError(errno.ENOSPC, "disk full")),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_finished_now_is_held_and_finished_later(
    *,
    api: Api,
    creator: Any,
    puppet: Use,
    media_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    as_worker: Any,
    deliver: Deliver,
    part: str,
    fault: Exception,
) -> None:
    engine = puppet()
    job = worked(submitted(creator), *TO_CLEARED)
    with monkeypatch.context() as broken:
        broken.setattr(finishing, part, raising(fault))
        assert_held_unsealed(api, creator, worked(job, Stage.FINISH), media_dir)
        # However often: it is no failure of the job.
        for _ in range(limits.MAX_ATTEMPTS + 1):
            assert_held_unsealed(api, creator, look_again(as_worker, deliver), media_dir)
    look_again(as_worker, deliver)
    assert_made_once(media_dir)
    assert len(engine.renders) == 1
    finish = Attempt.objects.filter(stage="finish").order_by("number")
    outcomes = [attempt.outcome for attempt in finish]
    assert outcomes == [*[Outcome.RELEASED] * (limits.MAX_ATTEMPTS + 2), Outcome.SUCCEEDED]


def test_with_an_expired_certificate_nothing_leaves_until_there_is_a_new_one(
    api: Api,
    creator: Any,
    puppet: Use,
    media_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    as_worker: Any,
    deliver: Deliver,
) -> None:
    puppet()
    monkeypatch.setattr(finishing, "seal", seal)
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "data")
    job = worked(submitted(creator), *TO_CLEARED)
    old = issue("Old", organization="Old", life=timedelta(minutes=-5), issuer=None, is_ca=False)
    (tmp_path / "old.pem").write_bytes(old.pem)
    (tmp_path / "old.key").write_bytes(old.key_pem)
    with monkeypatch.context() as expired:
        expired.setattr(settings, "PROVENANCE_CERTIFICATES", str(tmp_path / "old.pem"))
        expired.setattr(settings, "PROVENANCE_KEY", str(tmp_path / "old.key"))
        assert_held_unsealed(api, creator, worked(job, Stage.FINISH), media_dir)
    assert leaf_bundle()
    look_again(as_worker, deliver)
    assert_made_once(media_dir)
    for asset in Asset.objects.leaving():
        assert verify(storage_path(asset.storage_key)).authentic, asset.kind
        assert asset.sealed_at is not None


def test_a_fault_of_the_disk_that_is_no_lack_of_room_uses_attempts_up(
    creator: Any, puppet: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    puppet()
    job = worked(submitted(creator), *TO_CLEARED)
    monkeypatch.setattr(finishing, "burn", raising(OSError(errno.EIO, "bad disk")))
    worked(job, *[Stage.FINISH] * limits.MAX_ATTEMPTS)
    assert (job.state, job.error_code, job.error_stage) == (JobState.FAILED, "internal", "finish")
    assert not Draft.objects.exists()


def test_who_cancels_while_the_mark_is_burnt_in_has_cancelled_and_nothing_failed(
    creator: Any, puppet: Use, media_dir: Path, monkeypatch: pytest.MonkeyPatch, deliver: Deliver
) -> None:
    puppet()
    job = worked(submitted(creator), *TO_CLEARED)

    def burn(*_: Any, cancelled: Callable[[], bool], **__: Any) -> None:
        cancel(job=job, by=creator)
        assert cancelled()
        raise BurnCancelled

    monkeypatch.setattr(finishing, "burn", burn)
    worked(job, Stage.FINISH)
    assert job.state == JobState.CANCELLED
    assert Attempt.objects.get(stage="finish").outcome == Outcome.CANCELLED
    deliver()
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def test_one_that_is_held_for_want_of_a_signature_is_cancelled_with_its_files(
    creator: Any, puppet: Use, media_dir: Path, monkeypatch: pytest.MonkeyPatch, deliver: Deliver
) -> None:
    puppet()
    job = worked(submitted(creator), *TO_CLEARED)
    monkeypatch.setattr(finishing, "seal", raising(SigningFailed(SealFault.TIMED_OUT)))
    worked(job, Stage.FINISH)
    cancel(job=job, by=creator)
    deliver()
    assert Job.objects.get().state == JobState.CANCELLED
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def test_an_engine_that_hands_over_half_a_film_fails_and_gives_the_quota_back(
    api: Api,
    creator: Any,
    puppet: Use,
    blank_film: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    deliver: Deliver,
) -> None:
    monkeypatch.setattr(limits, "JOBS_A_DAY", 1)
    half = tmp_path / "half.mp4"
    whole = blank_film.read_bytes()
    half.write_bytes(whole[: len(whole) // 2])
    engine = puppet()
    engine.film = half
    job = submitted(creator)
    assert quota_refusal(creator) is not None
    for number in range(1, limits.MAX_ATTEMPTS + 1):
        worked(job, Stage.RENDER)
        last = number == limits.MAX_ATTEMPTS
        assert job.state == (JobState.FAILED if last else JobState.QUEUED)
    deliver()
    body = api.get(f"/generations/{job.public_id}", as_=creator).json()
    assert (body["error"]["code"], body["error"]["stage"]) == ("internal", "render")
    assert quota_refusal(creator) is None
    assert not Draft.objects.exists()
    assert not Asset.objects.exists()


@pytest.mark.parametrize(
    ("stage", "part"),
    [(Stage.INSPECT, "inspecting.inspect_film"), (Stage.LIKENESS, "identifying.faces_in_film")],
)
@pytest.mark.django_db
def test_a_check_that_raises_uses_its_attempts_up_and_never_passes(
    *,
    creator: Any,
    puppet: Use,
    media_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    deliver: Deliver,
    stage: Stage,
    part: str,
) -> None:
    engine = puppet()
    ways = list(Stage)
    job = worked(submitted(creator), *ways[1 : ways.index(stage)])
    monkeypatch.setattr(f"generation.work.{part}", raising(RuntimeError("a secret line")))
    for _ in range(limits.MAX_ATTEMPTS):
        worked(job, stage)
    assert (job.state, job.error_code, job.error_stage) == (JobState.FAILED, "internal", stage)
    deliver()
    assert not Draft.objects.exists()
    assert not Scan.objects.filter(stage=stage).exists()
    assert len(engine.renders) == 1
    assert "secret" not in str(list(Attempt.objects.values_list("error_code", flat=True)))
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def test_a_message_that_was_never_sent_after_its_verdict_is_sent_by_the_clock(
    committing: None,
    creator: Any,
    puppet: Use,
    monkeypatch: pytest.MonkeyPatch,
    as_worker: Any,
    deliver: Deliver,
) -> None:
    """The database, or the whole process, is gone right after the verdict was committed."""
    from django.db import OperationalError

    puppet()
    job = worked(submitted(creator), Stage.RENDER)
    OutboxMessage.objects.all().delete()
    with monkeypatch.context() as away:
        away.setattr("lib.outbox.services._send", raising(OperationalError()))
        worked(job, Stage.INSPECT)
    assert job.state == JobState.INSPECTED
    message = OutboxMessage.objects.get()
    assert (message.actor_name, message.args) == ("identify_job", [str(job.pk)])
    assert message.sent_at is None
    OutboxMessage.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    with as_worker():
        sweeping.sweep_all()
    assert OutboxMessage.objects.get().sent_at is not None
    deliver()
    assert Job.objects.get().state == JobState.COMPLETED
    assert Scan.objects.filter(stage="inspect").count() == 1


def test_a_verdict_that_was_not_committed_leaves_neither_a_message_nor_a_scan(
    creator: Any, puppet: Use, monkeypatch: pytest.MonkeyPatch, deliver: Deliver
) -> None:
    """Verdict, new state and message are one transaction: where one is lost, all are."""
    puppet()
    job = worked(submitted(creator), Stage.RENDER)
    OutboxMessage.objects.all().delete()
    with monkeypatch.context() as broken:
        broken.setattr("generation.services.requeue.send_to_worker", raising(RuntimeError("gone")))
        worked(job, Stage.INSPECT)
    assert job.state == JobState.RENDERED
    assert not OutboxMessage.objects.exists()
    assert not Scan.objects.filter(stage="inspect").exists()
    lose_message(job)
    sweeping.sweep_all()
    deliver()
    assert Job.objects.get().state == JobState.COMPLETED
    assert Scan.objects.filter(stage="inspect").count() == 1


class Detector:
    """One that looks at frames of a film, and answers whatever it is told to."""

    name, version, per_second, max_side = "fake", "1", 1.0, 64

    def __init__(self, answer: Callable[[], Any], look: Callable[[], Any] = lambda: None) -> None:
        self._answer, self._look = answer, look

    def begin(self, source: Source) -> "Detector":
        return self

    def look(self, frame: Any) -> None:
        self._look()

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        return [(Surface.FRAME, self._answer())]

    def texts(self) -> list[tuple[str, float, float]]:
        return []


class Deaf:
    def listen(self, path: Path, source: Source) -> Heard:
        return Heard((), complete=True, unexplained=(), detector="fake", version="1")


def fine(*hits: Hit) -> Answer:
    return Answer("fake", "1", dict.fromkeys(Category, Coverage.ASSESSED), hits)


FAULTS: dict[str, Sequence[Detector]] = {
    "answers NaN": [Detector(lambda: fine(Hit(Category.VIOLENCE, math.nan)))],
    "raises at a frame": [Detector(fine, raising(ValueError("a secret line")))],
    "raises at the end": [Detector(raising(MemoryError()))],
    "hangs": [Detector(fine, lambda: time.sleep(30))],
    "answers nothing": [Detector(lambda: None)],
    "covers nothing": [Detector(lambda: Answer("fake", "1"))],
    "is missing": [],
}


@pytest.mark.parametrize("fault", [*FAULTS, ""])
@pytest.mark.django_db
def test_a_detector_that_fails_has_assessed_nothing(
    *,
    api: Api,
    creator: Any,
    puppet: Use,
    monkeypatch: pytest.MonkeyPatch,
    as_worker: Any,
    deliver: Deliver,
    fault: str,
) -> None:
    puppet()
    detectors = FAULTS[fault] if fault else [Detector(fine)]
    monkeypatch.setattr(inspecting, "default_frame_detectors", lambda bank, **_: detectors)
    monkeypatch.setattr("moderation.listening.build", Deaf)
    seconds = 1.0 if fault == "hangs" else 120.0
    monkeypatch.setattr(
        inspecting,
        "inspect_film",
        lambda path, **given: inspect_film(path, **given, seconds=seconds),
    )
    job = worked(submitted(creator), Stage.RENDER, Stage.INSPECT)
    scan = Scan.objects.get(stage="inspect")
    if not fault:
        assert (job.state, scan.lacking) == (JobState.INSPECTED, [])
        return
    assert (job.state, job.held_for) == (JobState.HELD, "unassessed")
    assert ["frame", "violence"] in scan.lacking
    assert api.get(f"/generations/{job.public_id}", as_=creator).json()["delayed"] is True
    assert not OutboxMessage.objects.filter(actor_name="identify_job").exists()
    monkeypatch.setattr(inspecting, "inspect_film", seen_nothing)
    look_again(as_worker, deliver)
    assert Job.objects.get().state == JobState.COMPLETED
    assert Draft.objects.count() == 1
