"""Consent is asked again at every step; where it ended, the job ends and leaves nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cameos.capabilities.using import stands
from cameos.models import Cameo
from cameos.services.pausing import pause, resume
from generation.models import Attempt, Draft, Job
from generation.quota import quota_refusal
from generation.stages import Stage
from generation.work import finishing
from generation.work.claiming import claim
from generation.work.severed import stop_severed
from inbox.models import Event
from lib.ids import new_id
from lib.outbox.models import OutboxMessage
from moderation.files import FileDigests, digests
from tests import roles
from tests.client import Api
from tests.generation.likeness.asking import capability_of, waiting, with_likeness
from tests.generation.likeness.ends import ENDS, TOLD, End, lent_by_grant, paused
from tests.generation.studio import WORK, Puppet, claimed, draw, worked
from tests.generation.test_states import fields_of

BEFORE: dict[Stage, tuple[Stage, ...]] = {
    Stage.RENDER: (),
    Stage.INSPECT: (Stage.RENDER,),
    Stage.LIKENESS: (Stage.RENDER, Stage.INSPECT),
    Stage.FINISH: (Stage.RENDER, Stage.INSPECT, Stage.LIKENESS),
}


@pytest.fixture
def cameo(creator: Any, friend: Any) -> Cameo:
    return lent_by_grant(creator, friend)


def role_of(stage: Stage) -> str:
    return "likeness" if stage == Stage.LIKENESS else "worker"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def ended(job: Job) -> bool:
    job.refresh_from_db()
    return (job.state, job.error_code) == ("cancelled", "consent_ended")


def test_a_job_under_a_consent_that_stands_is_made_and_keeps_it(
    cameo: Cameo, friend: Any, puppet: Callable[..., Puppet], deliver: Callable[[], int]
) -> None:
    puppet()
    job = waiting(cameo, by=friend)
    deliver()
    job.refresh_from_db()
    assert job.state == "completed"
    capability = capability_of(job)
    assert capability.completed_at is not None
    pause(cameo=cameo, by=cameo.owner)
    deliver()
    job.refresh_from_db()
    assert job.state == "completed"
    assert stands(capability.status_id)


@pytest.mark.parametrize("stage", BEFORE)
def test_nothing_is_begun_without_it(
    *,
    stage: Stage,
    cameo: Cameo,
    friend: Any,
    puppet: Callable[..., Puppet],
    media_dir: Path,
    deliver: Callable[[], int],
) -> None:
    engine = puppet()
    job = worked(waiting(cameo, by=friend), *BEFORE[stage])
    attempts, drawn = Attempt.objects.count(), len(engine.renders)
    paused(cameo, friend)
    with roles.acting_as(role_of(stage)):
        WORK[stage](job.pk)
    assert ended(job)
    assert job.error_stage == stage
    assert (Attempt.objects.count(), len(engine.renders)) == (attempts, drawn)
    deliver()
    assert files_in(media_dir) == []
    assert ended(job)


def test_a_screener_that_was_away_reads_nothing_for_it(
    cameo: Cameo, friend: Any, screener_answers: Any
) -> None:
    from tests.answering import away

    screener_answers(away)
    job = with_likeness(cameo, by=friend)
    paused(cameo, friend)
    assert claim(job.pk, Stage.SCREEN) is None
    assert ended(job)


@pytest.mark.parametrize("stage", BEFORE)
def test_what_was_made_while_it_ended_goes(
    *,
    stage: Stage,
    cameo: Cameo,
    friend: Any,
    puppet: Callable[..., Puppet],
    media_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    deliver: Callable[[], int],
) -> None:
    """A resumed cameo brings no consent back, so that only the end of the stage can notice."""
    puppet()
    job = worked(waiting(cameo, by=friend), *BEFORE[stage])
    from generation.work import settling

    real = settling.settle

    def late(lease: Any, write: Any, *, permitted: bool = False) -> None:
        if permitted:
            with roles.acting_as("web"):
                pause(cameo=cameo, by=cameo.owner)
                resume(cameo=cameo, by=cameo.owner)
        real(lease, write, permitted=permitted)

    for module in ("settling", "judging"):
        monkeypatch.setattr(f"generation.work.{module}.settle", late)
    with roles.acting_as(role_of(stage)):
        WORK[stage](job.pk)
    assert ended(job)
    attempt = Attempt.objects.order_by("-number")[0]
    assert (attempt.outcome, attempt.error_code) == ("cancelled", "consent_ended")
    assert not Draft.objects.exists()
    assert capability_of(job).completed_at is None
    deliver()
    assert files_in(media_dir) == []


@pytest.mark.parametrize("end", ENDS)
def test_its_maker_learns_that_and_neither_who_nor_why(
    end: End, api: Api, cameo: Cameo, friend: Any
) -> None:
    job = waiting(cameo, by=friend)
    end(cameo, friend)
    assert claim(job.pk, Stage.RENDER) is None
    body = api.get(f"/generations/{job.public_id}", as_=friend).json()
    assert body["status"] == "cancelled"
    assert body["error"] == {
        "code": "consent_ended",
        "message": "A likeness in this video can no longer be used.",
        "stage": "render",
        "category": None,
    }
    told = Event.objects.filter(about=job.pk).order_by("-number")[0]
    assert (told.type, set(told.data)) == (
        "generation.cancelled",
        {"generation", "status", "progress"},
    )


def test_a_job_that_lacks_a_capability_is_not_begun(cameo: Cameo, friend: Any) -> None:
    job = waiting(cameo, by=friend)
    Job.objects.filter(pk=job.pk).update(subjects=[cameo.pk, new_id()])
    assert claim(job.pk, Stage.RENDER) is None
    assert ended(job)


def test_a_lost_consent_counts_for_nothing(
    cameo: Cameo, friend: Any, puppet: Callable[..., Puppet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.limits.JOBS_A_DAY", 1)
    puppet()
    job = worked(waiting(cameo, by=friend), Stage.RENDER)
    assert quota_refusal(friend) is not None
    paused(cameo, friend)
    WORK[Stage.INSPECT](job.pk)
    assert ended(job)
    assert quota_refusal(friend) is None


@pytest.mark.parametrize("end", TOLD)
def test_a_withdrawal_ends_what_waits_by_itself(
    end: End, cameo: Cameo, friend: Any, stranger: Any, deliver: Callable[[], int]
) -> None:
    job = waiting(cameo, by=friend)
    other = waiting(lent_by_grant(stranger, friend), by=friend)
    OutboxMessage.objects.all().delete()
    end(cameo, friend)
    assert Job.objects.get(pk=job.pk).state == "queued", "handlers lock no job"
    deliver()
    assert ended(job)
    assert Job.objects.get(pk=other.pk).state == "queued"


def test_of_one_person_it_ends_theirs_alone(
    cameo: Cameo, friend: Any, stranger: Any, deliver: Callable[[], int]
) -> None:
    from tests.cameos.permissions.lending import granted

    granted(cameo, stranger)
    mine, theirs = waiting(cameo, by=friend), waiting(cameo, by=stranger)
    OutboxMessage.objects.all().delete()
    TOLD[2](cameo, friend)
    deliver()
    assert ended(mine)
    assert Job.objects.get(pk=theirs.pk).state == "queued"


def test_a_renderer_stops_at_its_next_look(
    cameo: Cameo, friend: Any, puppet: Callable[..., Puppet], media_dir: Path, deliver: Any
) -> None:
    job, seen = waiting(cameo, by=friend), list[float]()

    def withdraw_now() -> None:
        paused(cameo, friend)
        stop_severed(cameo.pk, None)

    puppet(0.2, withdraw_now, lambda: seen.append(1.0))
    draw(job.pk)
    assert ended(job)
    assert seen == []
    deliver()
    assert files_in(media_dir) == []


def test_a_finisher_stops_too(
    cameo: Cameo,
    friend: Any,
    puppet: Callable[..., Puppet],
    media_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    deliver: Callable[[], int],
) -> None:
    puppet()
    job = worked(waiting(cameo, by=friend), *BEFORE[Stage.FINISH])

    def hash_and_pause(path: Path) -> FileDigests:
        pause(cameo=cameo, by=cameo.owner)
        return digests(path)

    # Twice: of the second pause nothing is said, the first one's message is not delivered.
    monkeypatch.setattr(finishing, "digests", hash_and_pause)
    finishing.finish(job.pk)
    assert ended(job)
    deliver()
    assert files_in(media_dir) == []
    assert not Draft.objects.exists()


@pytest.mark.parametrize("state", ["held", "refused"])
def test_held_and_contestable_jobs_end_and_nobody_is_asked_about_them(
    state: str, cameo: Cameo, friend: Any, deliver: Callable[[], int]
) -> None:
    from generation.states import JobState

    job = waiting(cameo, by=friend)
    Job.objects.filter(pk=job.pk).update(state=state, **fields_of(JobState(state)))
    OutboxMessage.objects.all().delete()
    paused(cameo, friend)
    deliver()
    assert ended(job)
    assert job.refused_for == ""


def test_a_refusal_that_no_reviewer_sees_stays(
    cameo: Cameo, friend: Any, deliver: Callable[[], int]
) -> None:
    from generation.states import JobState

    job = waiting(cameo, by=friend)
    fields = fields_of(JobState.REFUSED) | {"refused_for": "child_safety"}
    Job.objects.filter(pk=job.pk).update(state="refused", **fields)
    paused(cameo, friend)
    deliver()
    job.refresh_from_db()
    assert (job.state, job.refused_for) == ("refused", "child_safety")


def test_a_withdrawal_said_twice_or_late_changes_nothing(
    cameo: Cameo, friend: Any, deliver: Callable[[], int]
) -> None:
    job = waiting(cameo, by=friend)
    paused(cameo, friend)
    resume(cameo=cameo, by=cameo.owner)
    new = waiting(cameo, by=friend)
    for _ in range(2):
        stop_severed(cameo.pk, None)
    assert ended(job)
    assert Job.objects.get(pk=new.pk).state == "queued"
    assert Event.objects.filter(about=job.pk, type="generation.cancelled").count() == 1


def test_a_lease_is_no_consent(cameo: Cameo, friend: Any, puppet: Callable[..., Puppet]) -> None:
    """A lapsed attempt is taken back and not begun again."""
    from tests.generation.studio import fall_silent

    puppet()
    job = waiting(cameo, by=friend)
    claimed(job)
    fall_silent(job)
    paused(cameo, friend)
    assert claim(job.pk, Stage.RENDER) is None
    assert ended(job)
