"""A film in which child abuse was found is kept its time, though its maker stopped the job."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.services.deletion import delete_account
from audit.models import AuditEvent
from generation.holds import QUARANTINED_FOR
from generation.models import Asset, Attempt, Job, JobTransition, Script
from generation.services.cancel import cancel
from generation.states import JobState
from generation.work.holding import forget_refused
from generation.work.sweeping import remind_of_erasures
from inbox.models import Event
from lib.actors import Actor
from lib.signed_media import exists
from moderation.answers import Hit
from moderation.categories import Category
from moderation.inspection import Inspection
from moderation.models import Scan
from tests.client import Api
from tests.generation.holding import now_is, sweep
from tests.generation.studio import Puppet, submitted
from tests.generation.test_quarantine import CRUEL, inspection

FOUND = Hit(Category.CHILD_SAFETY, 1.0)
DOUBTFUL = Hit(Category.CHILD_SAFETY, 0.27)
Deliver = Callable[[], int]
Use = Callable[..., Puppet]


@pytest.fixture
def stopped(
    monkeypatch: pytest.MonkeyPatch, creator: Any, deliver: Deliver, puppet: Use
) -> Callable[..., Job]:
    """A job whose maker asks for its end while it is looked at, and what is seen in it."""

    def run(*hits: Hit) -> Job:
        puppet()
        job = submitted(creator)

        def look(path: Path, **_: Any) -> Inspection:
            cancel(job=job, by=creator)
            return inspection(*hits)

        monkeypatch.setattr("generation.work.inspecting.inspect_film", look)
        deliver()
        return Job.objects.get(pk=job.pk)

    return run


def master_of(job: Job) -> str:
    return str(job.assets.get(kind="master").storage_key)


def test_what_was_found_is_kept_and_nothing_is_derived_of_it(
    stopped: Callable[..., Job], media_dir: Path
) -> None:
    job = stopped(FOUND)
    key = master_of(job)
    assert key.startswith("quarantine/")
    assert [path.relative_to(media_dir) for path in media_dir.rglob("*") if path.is_file()] == [
        Path(key)
    ]
    scan = Scan.objects.get(subject=job.public_id, stage="inspect")
    assert scan.findings.filter(category=Category.CHILD_SAFETY).exists()


def test_its_maker_cannot_tell_it_from_any_other_stopped_job(
    stopped: Callable[..., Job], creator: Any, api: Api
) -> None:
    seen = []
    for hit in (FOUND, CRUEL):
        job = stopped(hit)
        body = api.get(f"/generations/{job.public_id}", as_=creator).json()
        told = Event.objects.filter(about=job.pk).order_by("number").values_list("type", flat=True)
        steps = JobTransition.objects.filter(subject_id=job.pk).order_by("id")
        audited = AuditEvent.objects.filter(target=job.public_id).order_by("id")
        seen.append(
            (
                {key: body[key] for key in body if key not in {"id", "created_at", "finished_at"}},
                list(told),
                list(steps.values_list("from_state", "to_state", "actor", "reason")),
                list(audited.values_list("action", "actor")),
                list(Attempt.objects.filter(job=job).values_list("outcome", "error_code")),
            )
        )
    assert seen[0] == seen[1]
    assert seen[0][0]["status"] == "cancelled"


@pytest.mark.parametrize("hits", [(CRUEL,), ()])
def test_of_anything_else_nothing_is_kept(
    stopped: Callable[..., Job], media_dir: Path, hits: tuple[Hit, ...]
) -> None:
    job = stopped(*hits)
    assert job.state == JobState.CANCELLED
    assert not job.assets.exists()
    assert not Scan.objects.filter(subject=job.public_id, stage="inspect").exists()
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def test_what_is_held_for_it_is_kept_too_when_its_maker_gives_up(
    monkeypatch: pytest.MonkeyPatch, creator: Any, deliver: Deliver, puppet: Use
) -> None:
    puppet()
    monkeypatch.setattr(
        "generation.work.inspecting.inspect_film", lambda *_, **__: inspection(DOUBTFUL)
    )
    job = submitted(creator)
    deliver()
    assert Job.objects.get(pk=job.pk).state == JobState.HELD
    cancel(job=job, by=creator)
    deliver()
    assert exists(master_of(job))


def test_what_merely_could_not_be_assessed_is_no_evidence(
    monkeypatch: pytest.MonkeyPatch, creator: Any, deliver: Deliver, puppet: Use
) -> None:
    puppet()
    unsure = inspection()
    unsure.answers[:] = []
    monkeypatch.setattr("generation.work.inspecting.inspect_film", lambda *_, **__: unsure)
    job = submitted(creator)
    deliver()
    assert Asset.objects.get(job=job, kind="master").storage_key.startswith("quarantine/")
    cancel(job=job, by=creator)
    deliver()
    assert not job.assets.exists()


def test_a_week_without_a_decision_destroys_no_evidence(
    monkeypatch: pytest.MonkeyPatch, creator: Any, deliver: Deliver, puppet: Use, as_worker: Any
) -> None:
    puppet()
    monkeypatch.setattr(
        "generation.work.inspecting.inspect_film", lambda *_, **__: inspection(DOUBTFUL)
    )
    job = submitted(creator)
    deliver()
    now_is(job, held_for=timedelta(days=8))
    sweep(as_worker)
    deliver()
    assert Job.objects.get(pk=job.pk).state == JobState.FAILED
    assert exists(master_of(job))


def test_it_goes_after_its_time_and_its_maker_learns_nothing(
    stopped: Callable[..., Job], as_worker: Any, deliver: Deliver
) -> None:
    job = stopped(FOUND)
    key = master_of(job)
    with as_worker():
        assert forget_refused() == 0
    then = timezone.now() - QUARANTINED_FOR - timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(finished_at=then)
    with as_worker():
        assert forget_refused() == 1
    deliver()
    assert not exists(key)
    assert not job.assets.exists()
    actions = AuditEvent.objects.filter(target=job.public_id).values_list("action", flat=True)
    assert "generation.job.evidence_removed" in actions
    assert "generation.job.quarantine_emptied" not in actions


def refused(monkeypatch: pytest.MonkeyPatch, creator: Any, deliver: Deliver, *hits: Hit) -> Job:
    monkeypatch.setattr(
        "generation.work.inspecting.inspect_film", lambda *_, **__: inspection(*hits)
    )
    job = submitted(creator)
    deliver()
    return Job.objects.get(pk=job.pk)


def leaves(person: Any, deliver: Deliver) -> None:
    delete_account(person=person, actor=Actor.person(person.pk))
    deliver()


@pytest.mark.parametrize("hit", [FOUND, DOUBTFUL], ids=["refused", "held"])
def test_leaving_destroys_no_evidence(
    monkeypatch: pytest.MonkeyPatch, creator: Any, deliver: Deliver, puppet: Use, as_worker: Any,
    api: Api, hit: Hit, media_dir: Path,
) -> None:  # fmt: skip
    puppet()
    job = refused(monkeypatch, creator, deliver, hit)
    leaves(creator, deliver)
    job.refresh_from_db()
    assert (job.prompt, job.rendered_text) == ("", None)
    assert not Script.objects.filter(job=job).exists()
    key = master_of(job)
    assert [path.relative_to(media_dir) for path in media_dir.rglob("*") if path.is_file()] == [
        Path(key)
    ]
    assert not Job.objects.visible_to(creator).exists()
    with as_worker():
        assert forget_refused() == 0
    assert_gone_after_its_time(job, key, as_worker, deliver)


def test_nor_leaving_after_a_cancel(
    stopped: Callable[..., Job], creator: Any, deliver: Deliver, as_worker: Any
) -> None:
    job = stopped(FOUND)
    key = master_of(job)
    leaves(creator, deliver)
    assert exists(key)
    assert_gone_after_its_time(job, key, as_worker, deliver)


def test_nor_leaving_while_it_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, creator: Any, deliver: Deliver, puppet: Use, as_worker: Any
) -> None:
    puppet()
    job = submitted(creator)

    def look(path: Path, **_: Any) -> Inspection:
        from generation.work.people import erase_person

        delete_account(person=creator, actor=Actor.person(creator.pk))
        erase_person(creator.pk)
        return inspection(FOUND)

    monkeypatch.setattr("generation.work.inspecting.inspect_film", look)
    deliver()
    key = master_of(Job.objects.get(pk=job.pk))
    assert key.startswith("quarantine/")
    assert exists(key)
    assert_gone_after_its_time(job, key, as_worker, deliver)


def test_a_reminder_of_an_erasure_leaves_evidence_where_it_is(
    stopped: Callable[..., Job], creator: Any, deliver: Deliver, as_worker: Any
) -> None:
    job = stopped(FOUND)
    leaves(creator, deliver)
    Job.objects.update(erase_requested_at=timezone.now() - timedelta(hours=2))
    with as_worker():
        assert remind_of_erasures() == 1
    deliver()
    assert exists(master_of(job))


def test_whatever_else_was_refused_goes_with_its_maker(
    monkeypatch: pytest.MonkeyPatch, creator: Any, deliver: Deliver, puppet: Use, media_dir: Path
) -> None:
    puppet()
    job = refused(monkeypatch, creator, deliver, CRUEL)
    leaves(creator, deliver)
    assert not Job.objects.filter(pk=job.pk).exists()
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def assert_gone_after_its_time(job: Job, key: str, as_worker: Any, deliver: Deliver) -> None:
    """The file and the row, as an erasure that was owed."""
    then = timezone.now() - QUARANTINED_FOR - timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(finished_at=then)
    with as_worker():
        assert forget_refused() == 1
    deliver()
    assert not exists(key)
    assert not Job.objects.filter(pk=job.pk).exists()
    erased = AuditEvent.objects.filter(action="generation.job.erased", target=job.public_id)
    assert erased.count() == 1
