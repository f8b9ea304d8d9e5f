"""Before anybody is drawn: their picture is made, under a consent that stands, and goes again."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from audit.models import AuditEvent
from cameos.models import Cameo, CameoKey, Capability
from cameos.references.making import portraits_for
from cameos.services.erasing import request_erasure
from cameos.services.pausing import pause
from cameos.vault.recording import erase_recording
from generation import limits
from generation.engines.base import EngineError
from generation.models import Attempt, Job, JobTransition, Outcome
from generation.quota import counted
from generation.services.cancel import cancel
from generation.stages import Stage
from generation.states import JobState
from generation.work import preparing, rendering, sweeping
from generation.work.erasure import tidy
from lib.outbox.models import OutboxMessage
from lib.signed_media import signed_url
from tests import roles
from tests.cameos.conftest import SYSTEM
from tests.cameos.references.lending import (
    asked,
    capability_of,
    drawn,
    pictures_of,
    prepared,
    screened,
)
from tests.generation.studio import (
    Puppet,
    claimed,
    fall_silent,
    passing_fault,
    submitted,
    worked,
)


@pytest.fixture(autouse=True)
def _people(friend: Any, stranger: Any) -> None:
    """They exist before anybody acts with fewer rights."""


def opened(job: Job) -> int:
    """How often a recording was opened for it."""
    return AuditEvent.objects.filter(action="cameos.biometric.used", target=job.public_id).count()


def unconsented(job: Job) -> bool:
    """Whether it ended for that, before it is drawn."""
    ended = (job.state, job.error_code, job.error_stage)
    return ended == (JobState.CANCELLED, "consent_ended", Stage.PREPARE)


def test_a_job_with_a_likeness_is_prepared_and_then_waits_to_be_drawn(
    cameo: Cameo, friend: Any, media_dir: Path
) -> None:
    job = screened(friend, cameo)
    assert (job.state, job.status.value) == (JobState.SCREENED, "queued")
    sent = OutboxMessage.objects.order_by("-pk").first()
    assert sent is not None
    assert (sent.actor_name, sent.args) == ("prepare_job", [str(job.pk)])
    job = prepared(job)
    assert job.state == JobState.QUEUED
    assert OutboxMessage.objects.filter(actor_name="render_job", args=[str(job.pk)]).count() == 1
    [picture] = pictures_of(job, media_dir)
    assert picture.is_relative_to(media_dir / "work" / job.pk.hex / "references")
    with Image.open(picture) as image:
        assert (image.format, image.mode, image.width == image.height) == ("PNG", "RGB", True)
        assert not image.info
        assert not image.getexif()
    with pytest.raises(ValueError):  # noqa: PT011
        signed_url(str(picture.relative_to(media_dir)))
    assert opened(job) == 1


def test_a_job_with_nobodys_likeness_is_drawn_at_once(creator: Any) -> None:
    assert submitted(creator).state == JobState.QUEUED


def test_the_renderer_gets_the_picture_and_then_it_is_gone(
    cameo: Cameo, friend: Any, media_dir: Path, puppet: Callable[..., Puppet]
) -> None:
    seen: list[bool] = []
    job = prepared(
        screened(friend, cameo, prompt=f"a ball for @{cameo.owner.handle.upper()}. And the sea")
    )
    engine = puppet(lambda: seen.append(bool(pictures_of(job, media_dir))))
    assert drawn(job).state == JobState.RENDERED
    [reference] = engine.renders[0].references
    assert seen == [True]
    assert reference.scopes == {"face", "voice"}
    assert reference.handle == cameo.owner.handle.upper()
    assert not pictures_of(job, media_dir)


def test_where_only_a_voice_is_lent_no_recording_is_opened(
    cameo: Cameo, friend: Any, media_dir: Path, puppet: Callable[..., Puppet]
) -> None:
    job, [one] = asked(friend, cameo)
    with roles.acting_as("web"):
        terms = {**one.capability.terms, "scopes": ["voice"]}
        Capability.objects.filter(pk=one.capability.pk).update(terms=terms)
    with roles.acting_as("worker"):
        worked(job, Stage.SCREEN)
    assert prepared(job).state == JobState.QUEUED
    assert (pictures_of(job, media_dir), opened(job)) == ([], 0)
    engine = puppet()
    assert drawn(job).state == JobState.RENDERED
    assert engine.renders[0].references == ()


def end_by_pause(cameo: Cameo, job: Job) -> None:
    pause(cameo=cameo, by=cameo.owner)


def end_by_erasure(cameo: Cameo, job: Job) -> None:
    request_erasure(cameo=cameo, actor=SYSTEM, reason="tests")


def end_by_epoch(cameo: Cameo, job: Job) -> None:
    Cameo.objects.filter(pk=cameo.pk).update(epoch=cameo.epoch + 1)


ENDINGS = [end_by_pause, end_by_erasure, end_by_epoch]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ended_consent_makes_no_picture(
    cameo: Cameo, friend: Any, media_dir: Path, ending: Callable[[Cameo, Job], None]
) -> None:
    job = screened(friend, cameo)
    with roles.acting_as("web"):
        ending(cameo, job)
    job = prepared(job)
    assert unconsented(job)
    assert (pictures_of(job, media_dir), opened(job)) == ([], 0)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_consent_that_ends_while_the_picture_is_made_is_asked_for_again(
    cameo: Cameo,
    friend: Any,
    media_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: Callable[[Cameo, Job], None],
) -> None:
    real = portraits_for

    def meanwhile(*args: Any, **named: Any) -> Any:
        made = real(*args, **named)
        with roles.acting_as("web"):
            ending(cameo, job)
        return made

    job = screened(friend, cameo)
    monkeypatch.setattr(preparing, "portraits_for", meanwhile)
    job = prepared(job)
    assert unconsented(job)
    tried = Attempt.objects.get(job=job, stage=Stage.PREPARE)
    assert (tried.outcome, tried.error_code) == (Outcome.CANCELLED, "consent_ended")
    with roles.acting_as("worker"):
        tidy(job.pk)
    assert not pictures_of(job, media_dir)


def test_a_recording_that_is_gone_is_our_fault_and_costs_no_quota(
    cameo: Cameo, friend: Any
) -> None:
    job = screened(friend, cameo)
    with roles.acting_as("likeness"):
        erase_recording(CameoKey.objects.get().pk, actor=SYSTEM)
    job = prepared(job)
    assert (job.state, job.error_code) == (JobState.FAILED, "internal")
    assert Attempt.objects.get(job=job, stage=Stage.PREPARE).error_code == "reference_no_recording"
    assert not counted(friend).exists()


def test_a_recording_whose_key_is_lost_is_tried_again_and_then_given_up(
    cameo: Cameo, friend: Any, settings: Any, tmp_path: Path
) -> None:
    job = screened(friend, cameo)
    settings.CAMEO_KEYS_DIR = tmp_path / "another"
    for number in range(limits.MAX_ATTEMPTS):
        assert job.state == JobState.SCREENED, number
        job = prepared(job)
    assert (job.state, job.error_code) == (JobState.FAILED, "internal")
    codes = set(Attempt.objects.filter(stage=Stage.PREPARE).values_list("error_code", flat=True))
    assert all(code.startswith("vault_key_") for code in codes)


def test_pictures_that_are_gone_are_made_anew(
    cameo: Cameo, friend: Any, media_dir: Path, puppet: Callable[..., Puppet]
) -> None:
    engine = puppet()
    job = prepared(screened(friend, cameo))
    [picture] = pictures_of(job, media_dir)
    picture.unlink()
    assert drawn(job).state == JobState.SCREENED
    assert not engine.renders
    assert drawn(prepared(job)).state == JobState.RENDERED
    assert len(engine.renders) == 1


def test_pictures_that_vanish_each_time_are_not_made_for_ever(
    cameo: Cameo, friend: Any, media_dir: Path, puppet: Callable[..., Puppet]
) -> None:
    puppet()
    job = screened(friend, cameo)
    for _ in range(limits.MAX_ATTEMPTS):
        assert prepared(job).state == JobState.QUEUED
        for picture in pictures_of(job, media_dir):
            picture.unlink()
        job = drawn(job)
    assert (job.state, job.error_code) == (JobState.FAILED, "internal")


def test_whoever_dies_once_it_is_drawn_leaves_no_picture_for_long(
    cameo: Cameo,
    friend: Any,
    media_dir: Path,
    puppet: Callable[..., Puppet],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    puppet()
    job = prepared(screened(friend, cameo))
    monkeypatch.setattr(rendering, "remove_references", lambda job: None)
    assert drawn(job).state == JobState.RENDERED
    assert pictures_of(job, media_dir)
    with roles.acting_as("worker"):
        worked(job, Stage.INSPECT)
    assert not pictures_of(job, media_dir)


def test_the_pictures_of_an_earlier_attempt_go_before_there_are_others(
    cameo: Cameo, friend: Any, media_dir: Path
) -> None:
    job = screened(friend, cameo)
    earlier, later = (media_dir / job.work_folder / "references" / one for one in ("1", "99"))
    for folder in (earlier, later):
        folder.mkdir(parents=True)
        (folder / "left.png").write_bytes(b"picture")
    prepared(job)
    assert not (earlier / "left.png").exists()
    assert (later / "left.png").exists(), "whoever follows has made theirs"
    assert len(pictures_of(job, media_dir)) == 2


def test_a_render_that_fails_in_passing_finds_the_pictures_still_there(
    cameo: Cameo, friend: Any, media_dir: Path, puppet: Callable[..., Puppet]
) -> None:
    job = prepared(screened(friend, cameo))
    puppet(passing_fault())
    assert drawn(job).state == JobState.QUEUED
    assert len(pictures_of(job, media_dir)) == 1
    puppet()
    assert drawn(job).state == JobState.RENDERED
    assert opened(job) == 1


def test_a_worker_that_falls_silent_is_followed_by_another(
    cameo: Cameo, friend: Any, media_dir: Path
) -> None:
    job = screened(friend, cameo)
    with roles.acting_as("likeness"):
        claimed(job, Stage.PREPARE)
    fall_silent(job)
    with roles.acting_as("worker"):
        assert sweeping.take_back_lapsed() == 1
    job.refresh_from_db()
    assert job.state == JobState.SCREENED
    assert prepared(job).state == JobState.QUEUED
    assert len(pictures_of(job, media_dir)) == 1


def test_a_worker_that_lost_its_lease_changes_nothing(
    cameo: Cameo, friend: Any, monkeypatch: pytest.MonkeyPatch, puppet: Callable[..., Puppet]
) -> None:
    """The pictures of the one that followed it are its own, and the job is drawn once."""
    job = screened(friend, cameo)
    real = portraits_for

    def slow(*args: Any, **named: Any) -> Any:
        made = real(*args, **named)
        monkeypatch.setattr(preparing, "portraits_for", real)
        fall_silent(job)
        preparing.prepare(job.pk)
        return made

    monkeypatch.setattr(preparing, "portraits_for", slow)
    assert prepared(job).state == JobState.QUEUED
    outcomes = Attempt.objects.filter(stage=Stage.PREPARE).order_by("number")
    assert [one.outcome for one in outcomes] == [Outcome.LOST, Outcome.SUCCEEDED]
    engine = puppet()
    assert drawn(job).state == JobState.RENDERED
    [reference] = engine.renders[0].references
    last = Attempt.objects.get(stage=Stage.PREPARE, outcome=Outcome.SUCCEEDED)
    assert [path.parent.name for path in reference.pictures] == [str(last.number)]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_cancelled_job_leaves_no_picture(
    cameo: Cameo, friend: Any, media_dir: Path, when: str
) -> None:
    job = screened(friend, cameo)
    if when == "after":
        prepared(job)
        assert pictures_of(job, media_dir)
    with roles.acting_as("web"):
        cancel(job=Job.objects.get(pk=job.pk), by=friend)
    job = prepared(job)
    assert job.state == JobState.CANCELLED
    with roles.acting_as("worker"):
        tidy(job.pk)
    assert not pictures_of(job, media_dir)


def test_a_failed_render_leaves_no_picture(
    cameo: Cameo, friend: Any, media_dir: Path, puppet: Callable[..., Puppet]
) -> None:
    job = prepared(screened(friend, cameo))
    puppet(EngineError("cannot", permanent=True))
    assert drawn(job).state == JobState.FAILED
    assert OutboxMessage.objects.filter(actor_name="tidy_job").count() == 1
    with roles.acting_as("worker"):
        tidy(job.pk)
    assert not pictures_of(job, media_dir)


def test_a_process_that_is_not_the_likeness_one_opens_no_recording(
    cameo: Cameo, friend: Any, media_dir: Path, settings: Any
) -> None:
    job = screened(friend, cameo)
    settings.ROLE = "worker"
    job = prepared(job)
    assert (job.state, opened(job), pictures_of(job, media_dir)) == (JobState.SCREENED, 0, [])
    attempt = Attempt.objects.get(stage=Stage.PREPARE)
    assert (attempt.outcome, attempt.error_code) == (Outcome.FAILED, "vault_wrong_process")


def test_the_way_is_written_down(cameo: Cameo, friend: Any) -> None:
    job = prepared(screened(friend, cameo))
    assert capability_of(job).ended_at is None
    steps = JobTransition.objects.filter(subject_id=job.pk).order_by("pk")
    ways = list(steps.values_list("to_state", flat=True))
    assert ways == ["submitted", "screening", "screened", "preparing", "queued"]
