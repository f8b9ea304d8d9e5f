"""Films held by bank entries that stop nothing any more are looked at anew."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from generation.models import Job
from generation.stages import Stage
from generation.states import JobState
from generation.work.holding import sweep_holds
from lib.actors import Actor
from moderation.answers import Answer, Coverage, Hit, Ruling
from moderation.categories import Category, Surface
from moderation.detectors.base import Heard
from moderation.inspection import Inspection
from moderation.models import BankedHash, HashBank, Review, ReviewState, Scan
from moderation.services.bank_proposals import rest
from moderation.services.bank_upkeep import disable_until, remove_hash
from moderation.services.banks import change_bank
from tests.generation.studio import Puppet, submitted, worked
from tests.moderation.banks.conftest import Propose
from tests.moderation.banks.material import look

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("operator")
CRUEL = Hit(Category.VIOLENCE, 1.0, ruling=Ruling.REVIEW)
LEAVING: dict[str, Callable[[BankedHash], object]] = {
    "removed": lambda entry: remove_hash(entry=entry, by=SYSTEM),
    "paused": lambda entry: disable_until(
        entry=entry, until=timezone.now() + timedelta(days=1), by=SYSTEM
    ),
    "its bank is off": lambda entry: change_bank(bank=entry.bank, by=SYSTEM, enabled=False),
}


@pytest.fixture
def held(
    active: Propose, creator: Any, puppet: Callable[..., Puppet],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Job]:  # fmt: skip
    """A film that shows what the one entry knows, and whatever else is told."""

    def make(*hits: Hit) -> Job:
        puppet()

        def inspection(path: Path, **_: Any) -> Inspection:
            fine = Answer("test", "1", dict.fromkeys(Category, Coverage.ASSESSED), hits)
            seen = [(Surface.FRAME, one) for one in (fine, *look(1).answers)]
            return Inspection(seen, [], Heard((), True, (), "test", "1"))

        monkeypatch.setattr("generation.work.inspecting.inspect_film", inspection)
        active(1, times=1)
        job = worked(submitted(creator), Stage.RENDER, Stage.INSPECT)
        assert (job.state, job.held_for) == (JobState.HELD, "review")
        return job

    return make


def swept(job: Job, as_worker: Any) -> Job:
    with as_worker():
        sweep_holds()
    return Job.objects.get(pk=job.pk)


@pytest.mark.parametrize("how", LEAVING)
def test_what_an_entry_held_goes_on_when_the_entry_leaves(
    held: Callable[..., Job], as_worker: Any, deliver: Callable[[], int], how: str
) -> None:
    job = held()
    assert swept(job, as_worker).state == JobState.HELD, "it is in effect"
    LEAVING[how](BankedHash.objects.select_related("bank").get())
    swept(job, as_worker)
    deliver()
    assert Job.objects.get(pk=job.pk).state == JobState.COMPLETED
    assert Review.objects.get().state == ReviewState.LAPSED


def test_what_else_holds_it_keeps_its_question_and_is_looked_at_once(
    held: Callable[..., Job], as_worker: Any, deliver: Callable[[], int], second: User
) -> None:
    job = held(CRUEL)
    rest(entry=BankedHash.objects.get(), by=second)
    for _ in range(2):
        swept(job, as_worker)
        deliver()
    assert Job.objects.get(pk=job.pk).state == JobState.HELD
    assert Review.objects.get().state == ReviewState.OPEN
    assert Scan.objects.filter(subject=job.public_id, stage="inspect").count() == 2


def test_a_doubted_entry_that_protects_children_lets_go_when_it_is_removed(
    held: Callable[..., Job], as_worker: Any, deliver: Callable[[], int], bank: HashBank
) -> None:
    HashBank.objects.filter(pk=bank.pk).update(category=Category.CHILD_SAFETY)
    job = held()
    BankedHash.objects.update(state="doubted", changed_at=timezone.now())
    assert swept(job, as_worker).state == JobState.HELD
    remove_hash(entry=BankedHash.objects.get(), by=SYSTEM)
    swept(job, as_worker)
    deliver()
    assert Job.objects.get(pk=job.pk).state == JobState.COMPLETED
