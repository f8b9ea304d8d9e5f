"""Withdrawing against submit, attempt and finish, on two connections, in both orders."""

from collections.abc import Callable
from typing import Any

import pytest

from cameos.capabilities.ending import raise_epoch
from cameos.capabilities.issuing import UseRefused
from cameos.capabilities.tokens import CapabilityRefused
from cameos.capabilities.using import stands
from cameos.models import Cameo, Capability
from generation.models import Draft, Job
from generation.stages import Stage
from generation.work import settling
from generation.work.claiming import claim
from generation.work.lease import Lease
from generation.work.returned import return_grants
from generation.work.severed import stop_severed
from tests import cast
from tests.cameos.capabilities.test_epoch_races import meanwhile
from tests.cameos.permissions.lending import SYSTEM, lent
from tests.generation.likeness.asking import waiting
from tests.generation.likeness.ends import lent_by_grant
from tests.generation.studio import Puppet, claimed, worked

pytestmark = pytest.mark.usefixtures("committing")


@pytest.fixture
def cameo(committing: None) -> Cameo:
    return lent(cast.creator())


@pytest.fixture
def job(cameo: Cameo) -> Job:
    return waiting(cameo, by=cast.friend())


def revoke(cameo: Cameo) -> Cameo:
    return raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")


def state_of(job: Job) -> tuple[str, str]:
    job.refresh_from_db()
    return job.state, job.error_code


OVER = ("cancelled", "consent_ended")


def test_a_submit_that_waits_for_a_withdrawal_is_refused(cameo: Cameo) -> None:
    friend = cast.friend()
    with meanwhile(lambda: waiting(cameo, by=friend)) as late:
        Cameo.objects.filter(pk=cameo.pk).update(usable_by_owner_only=True)
        revoke(cameo)
    assert isinstance(late.outcome, UseRefused), late.outcome
    assert not Job.objects.exists()


def test_a_withdrawal_that_waits_for_a_submit_ends_its_job(cameo: Cameo) -> None:
    friend = cast.friend()
    with meanwhile(lambda: revoke(cameo)) as withdrawal:
        job = waiting(cameo, by=friend)
    assert withdrawal.outcome.epoch == 2
    stop_severed(cameo.pk, None)
    assert state_of(job) == OVER


def test_an_attempt_that_waits_for_a_withdrawal_is_not_begun(cameo: Cameo, job: Job) -> None:
    with meanwhile(lambda: claim(job.pk, Stage.RENDER)) as late:
        revoke(cameo)
    assert late.outcome is None
    assert state_of(job) == OVER


def test_a_withdrawal_that_waits_for_an_attempt_stops_it(cameo: Cameo, job: Job) -> None:
    with meanwhile(lambda: revoke(cameo)) as withdrawal:
        lease = claim(job.pk, Stage.RENDER)
        assert lease is not None
    assert withdrawal.outcome.epoch == 2
    stop_severed(cameo.pk, None)
    assert lease.cancelled()


@pytest.fixture
def finishing(job: Job, puppet: Callable[..., Puppet]) -> Lease:
    puppet()
    worked(job, Stage.RENDER, Stage.INSPECT, Stage.LIKENESS)
    return claimed(job, Stage.FINISH)


def test_a_finish_that_waits_for_a_withdrawal_makes_no_draft(
    cameo: Cameo, job: Job, finishing: Lease
) -> None:
    kept = "kept/0.mp4"
    with meanwhile(lambda: settling.completed(finishing, assets=[], kept=kept)) as late:
        revoke(cameo)
    assert isinstance(late.outcome, CapabilityRefused), late.outcome
    settling.unconsented(finishing)
    assert state_of(job) == OVER
    assert not Draft.objects.exists()


def test_a_withdrawal_that_waits_for_a_finish_finds_a_finished_film(
    cameo: Cameo, job: Job, finishing: Lease
) -> None:
    with meanwhile(lambda: revoke(cameo)) as withdrawal:
        settling.completed(finishing, assets=[], kept="kept/0.mp4")
    assert withdrawal.outcome.epoch == 2
    assert state_of(job) == ("completed", "")
    capability = Capability.objects.get()
    assert capability.completed_at is not None
    assert not stands(capability.status_id)


def test_giving_back_and_a_withdrawal_come_one_after_the_other(committing: None) -> None:
    friend = cast.friend()
    cameo = lent_by_grant(cast.creator(), friend, once=True)
    job = waiting(cameo, by=friend)
    stop = Job.objects.get(pk=job.pk)
    from generation.services.cancel import cancel

    cancel(job=stop, by=friend)
    with meanwhile(lambda: return_grants(job.pk)) as late:
        revoke(cameo)
    assert late.outcome is None
    assert cameo.grants.get().state == "used"


def test_two_give_it_back_once(committing: None) -> None:
    from cameos.models import ConsentEntry
    from generation.services.cancel import cancel

    friend: Any = cast.friend()
    cameo = lent_by_grant(cast.creator(), friend, once=True)
    job = waiting(cameo, by=friend)
    cancel(job=Job.objects.get(pk=job.pk), by=friend)
    with meanwhile(lambda: return_grants(job.pk)):
        return_grants(job.pk)
    assert cameo.grants.get().state == "live"
    assert ConsentEntry.objects.filter(kind="grant_returned").count() == 1
