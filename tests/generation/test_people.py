"""Suspension stops, deletion erases."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Standing, StandingReason, User
from accounts.services.deletion import delete_account
from audit.models import AuditEvent
from generation.models import Asset, Attempt, Draft, Job, JobTransition, Script
from generation.states import JobState
from generation.work import sweeping
from generation.work.erasure import tidy
from lib.actors import Actor
from lib.idempotency.models import StoredAnswer
from tests.client import Api
from tests.generation.studio import WISH, Puppet, claimed, draw, fall_silent, submitted
from tests.standings import change_standing


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.BANNED])
def test_whoever_is_shut_out_has_nothing_made(
    *, creator: Any, friend: Any, moderator: Any, deliver: Callable[[], int],
    puppet: Callable[..., Puppet], standing: Standing,
) -> None:  # fmt: skip
    puppet()
    waiting, running, other = submitted(creator), submitted(creator), submitted(friend)
    claimed(running)
    change_standing(person=creator, to=standing, actor=moderator, reason=StandingReason.OTHER)
    deliver()
    for job in (waiting, running, other):
        job.refresh_from_db()
    assert waiting.state == JobState.CANCELLED
    assert running.cancel_requested_at is not None
    assert other.state == JobState.COMPLETED
    assert [draft.owner_id for draft in Draft.objects.all()] == [friend.pk]


def test_a_suspension_that_was_lifted_meanwhile_stops_nothing(creator: Any, moderator: Any) -> None:
    from generation.work.people import stop_person

    job = submitted(creator)
    change_standing(
        person=creator, to=Standing.SUSPENDED, actor=moderator, reason=StandingReason.MISTAKE
    )
    change_standing(
        person=creator, to=Standing.GOOD, actor=moderator, reason=StandingReason.MISTAKE
    )
    stop_person(creator.pk)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_limiting_an_account_stops_nothing_under_way(
    creator: Any, moderator: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet]
) -> None:
    puppet()
    job = submitted(creator)
    change_standing(
        person=creator, to=Standing.LIMITED, actor=moderator, reason=StandingReason.OTHER
    )
    deliver()
    job.refresh_from_db()
    assert job.state == JobState.COMPLETED


def test_a_deleted_account_leaves_no_row_and_no_file(
    creator: Any, friend: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet],
    media_dir: Path,
) -> None:  # fmt: skip
    puppet()
    done, cancelled = submitted(creator), submitted(creator)
    kept = submitted(friend)
    deliver()
    waiting = submitted(creator)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    deliver()
    assert set(Job.objects.values_list("pk", flat=True)) == {kept.pk}
    for model in (Draft, Script, Attempt, Asset):
        assert set(model._default_manager.values_list("job", flat=True)) == {kept.pk}
    found = {str(path.relative_to(media_dir)) for path in media_dir.rglob("*") if path.is_file()}
    assert found == set(Asset.objects.values_list("storage_key", flat=True))
    assert User.objects.filter(pk=creator.pk, deleted_at__isnull=False).exists()
    for job in (done, cancelled, waiting):
        assert JobTransition.objects.filter(subject_id=job.pk).exists(), "history holds ids only"
        erased = AuditEvent.objects.filter(action="generation.job.erased", target=job.public_id)
        assert erased.count() == 1


def test_stored_answers_repeat_no_prompt_of_somebody_who_left(
    api: Api, creator: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet]
) -> None:
    puppet()
    api.post("/generations", WISH, as_=creator, key="one")
    assert StoredAnswer.objects.filter(owner_id=creator.pk).exists()
    delete_account(person=creator, actor=Actor.person(creator.pk))
    deliver()
    assert not StoredAnswer.objects.filter(owner_id=creator.pk).exists()


def test_a_job_under_way_is_erased_when_its_worker_lets_go(
    creator: Any, deliver: Callable[[], int], puppet: Callable[..., Puppet], media_dir: Path
) -> None:
    job = submitted(creator)

    def leave() -> None:
        delete_account(person=creator, actor=Actor.person(creator.pk))
        from generation.work.people import erase_person

        erase_person(creator.pk)
        assert Job.objects.filter(pk=job.pk).exists()

    puppet(0.5, leave)
    draw(job.pk)
    deliver()
    assert not Job.objects.exists()
    assert [path for path in media_dir.rglob("*") if path.is_file()] == []


def test_a_job_whose_worker_never_lets_go_is_erased_too(
    creator: Any, deliver: Callable[[], int]
) -> None:
    job = submitted(creator)
    claimed(job)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    deliver()
    assert Job.objects.exists()
    fall_silent(job)
    sweeping.sweep_all()
    deliver()
    assert not Job.objects.exists()


def test_a_lost_erasure_is_remembered_by_the_clock(
    creator: Any, deliver: Callable[[], int]
) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from generation.services.cancel import cancel
    from lib.outbox.models import OutboxMessage

    job = submitted(creator)
    cancel(job=job, by=creator)
    Job.objects.update(erase_requested_at=timezone.now())
    OutboxMessage.objects.all().delete()
    assert sweeping.remind_of_erasures() == 0
    Job.objects.update(erase_requested_at=timezone.now() - timedelta(hours=2))
    assert sweeping.remind_of_erasures() == 1
    deliver()
    assert not Job.objects.exists()


def test_nothing_of_somebody_who_is_still_there_is_erased(creator: Any) -> None:
    from generation.work.people import erase_person

    job = submitted(creator)
    erase_person(creator.pk)
    tidy(job.pk)
    job.refresh_from_db()
    assert (job.state, job.erase_requested_at) == (JobState.QUEUED, None)
