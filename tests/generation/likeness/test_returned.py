"""A grant for once that served nothing is its holder's again, exactly once."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.services.relations import block, unblock
from cameos.capabilities.ending import raise_epoch
from cameos.models import Cameo, CameoGrant, Capability, ConsentEntry
from cameos.revoking.counting import films_of
from cameos.services.pausing import pause, resume
from generation.models import Job
from generation.services.cancel import cancel
from generation.stages import Stage
from generation.states import JobState
from generation.work.erasure import tidy
from generation.work.returned import return_grants
from lib.errors import DomainError
from lib.outbox.models import OutboxMessage
from tests import roles
from tests.cameos.permissions.lending import SYSTEM, granted, lent
from tests.generation.likeness.asking import capability_of, waiting
from tests.generation.likeness.ends import lent_by_grant
from tests.generation.studio import Puppet, draw, lasting_fault, worked
from tests.generation.test_states import fields_of


@pytest.fixture
def cameo(creator: Any, friend: Any) -> Cameo:
    return lent_by_grant(creator, friend, once=True)


def states() -> list[str]:
    return list(CameoGrant.objects.order_by("granted_at").values_list("state", flat=True))


def returned(cameo: Cameo) -> int:
    return ConsentEntry.objects.filter(cameo_id=cameo.pk, kind="grant_returned").count()


def cancelled(job: Job, puppet: Callable[..., Puppet]) -> None:
    cancel(job=job, by=job.owner)


def failed(job: Job, puppet: Callable[..., Puppet]) -> None:
    puppet(lasting_fault())
    draw(job.pk)


def refused(job: Job, puppet: Callable[..., Puppet]) -> None:
    from generation.failures import FailureCode
    from generation.services.verdicts import refuse_as

    puppet()
    worked(job, Stage.RENDER)
    Job.objects.filter(pk=job.pk).update(**fields_of(JobState.INSPECTING), state="inspecting")
    job.refresh_from_db()
    refuse_as(
        job, code=FailureCode.OUTPUT_MODERATION, category="violence", stage=Stage.INSPECT,
        actor=SYSTEM,
    )  # fmt: skip


def paused_and_resumed(job: Job, puppet: Callable[..., Puppet]) -> None:
    cameo = Cameo.objects.get()
    pause(cameo=cameo, by=cameo.owner)
    resume(cameo=cameo, by=cameo.owner)


@pytest.mark.parametrize("end", [cancelled, failed, refused, paused_and_resumed])
def test_what_ends_without_a_draft_gives_it_back_once(
    end: Callable[..., None],
    cameo: Cameo,
    friend: Any,
    puppet: Callable[..., Puppet],
    deliver: Callable[[], int],
) -> None:
    job = waiting(cameo, by=friend)
    with pytest.raises(DomainError, match="not_available"):
        waiting(cameo, by=friend)
    end(Job.objects.get(pk=job.pk), puppet)
    deliver()
    assert Job.objects.get(pk=job.pk).state in ("failed", "cancelled", "refused")
    assert states() == ["live"]
    assert returned(cameo) == 1
    assert capability_of(job).ended_for == "returned"
    another = waiting(cameo, by=friend)
    for _ in range(2):
        return_grants(job.pk)
    assert states() == ["used"], "what is said late gives nothing back of another job"
    assert capability_of(another).ended_at is None
    assert returned(cameo) == 1


@pytest.mark.parametrize("end", [cancelled, failed])
def test_what_made_nothing_runs_no_more(
    end: Callable[..., None],
    cameo: Cameo,
    friend: Any,
    puppet: Callable[..., Puppet],
) -> None:
    job = waiting(cameo, by=friend)
    assert films_of(cameo).running == 1
    end(Job.objects.get(pk=job.pk), puppet)
    OutboxMessage.objects.filter(actor_name="return_grants").delete()
    with roles.acting_as("worker"):
        tidy(job.pk)
    assert states() == ["live"], "it is given back before nobody is told of the consent any more"
    assert capability_of(job).gone_at is not None
    assert films_of(cameo).running == 0


def test_what_made_nothing_under_a_level_is_neither_counted_nor_ended(
    creator: Any, stranger: Any
) -> None:
    cameo = lent(creator)
    done, other = waiting(cameo, by=stranger), waiting(cameo, by=stranger)
    cancel(job=done, by=stranger)
    with roles.acting_as("worker"):
        tidy(done.pk)
    assert films_of(cameo).running == 1
    pause(cameo=cameo, by=creator)
    assert (capability_of(done).ended_for, capability_of(other).ended_for) == ("", "paused")


def test_what_became_a_draft_used_it(
    cameo: Cameo, friend: Any, puppet: Callable[..., Puppet], deliver: Callable[[], int]
) -> None:
    puppet()
    job = waiting(cameo, by=friend)
    deliver()
    return_grants(job.pk)
    assert (Job.objects.get().state, states()) == ("completed", ["used"])


def test_what_is_under_way_keeps_it(cameo: Cameo, friend: Any) -> None:
    return_grants(waiting(cameo, by=friend).pk)
    assert states() == ["used"]


def test_a_refusal_that_was_lifted_meanwhile_keeps_it(cameo: Cameo, friend: Any) -> None:
    job = waiting(cameo, by=friend)
    Job.objects.filter(pk=job.pk).update(state="held", **fields_of(JobState.HELD))
    return_grants(job.pk)
    assert states() == ["used"]


def test_of_a_consent_that_ended_whole_nothing_comes_back(
    cameo: Cameo, friend: Any, deliver: Callable[[], int]
) -> None:
    job = waiting(cameo, by=friend)
    raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")
    deliver()
    assert Job.objects.get(pk=job.pk).error_code == "consent_ended"
    assert states() == ["used"]


def test_a_block_that_was_lifted_brings_none_back(
    cameo: Cameo, friend: Any, creator: Any, deliver: Callable[[], int]
) -> None:
    waiting(cameo, by=friend)
    block(actor=creator, person=friend)
    unblock(actor=creator, person=friend)
    deliver()
    assert states() == ["used"]


def test_whoever_was_granted_it_anew_has_one(
    cameo: Cameo, friend: Any, deliver: Callable[[], int]
) -> None:
    job = waiting(cameo, by=friend)
    granted(cameo, friend, once=True)
    cancel(job=job, by=friend)
    deliver()
    assert states() == ["used", "live"]
    assert Capability.objects.get().ended_for == ""
