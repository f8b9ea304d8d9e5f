"""The consents under which a job is made: asked for at submit, asked again at every step (C10).

Order of locks, everywhere: the maker's row, then the cameos (for share, in the order of their
ids), then the chains of their ledgers, then the job's row. Who withdraws consent holds a cameo
FOR UPDATE and may so never wait for a job: handlers of `PermissionSevered` enqueue and lock none;
what gives grants back takes the cameos before the job. So a step and a withdrawal come one after
the other. The step that comes first is made under the consent, and the withdrawal's message finds
the job; the one that comes second finds the consent ended.
"""

from collections.abc import Sequence
from uuid import UUID

from cameos.capabilities.issuing import token_of
from cameos.capabilities.tokens import CapabilityRefused, Fault
from cameos.capabilities.using import checked
from cameos.models import Capability
from generation.models import Job
from generation.services.consent import capabilities_of


def still_permitted(job: Job) -> list[Capability]:
    """All of them, if every one of them may be used at this moment.

    In the caller's transaction, before it locks the job: until its COMMIT nobody withdraws.
    Raises CapabilityRefused, for a subject without a capability too.
    """
    rows = list(capabilities_of(job.pk))
    _refuse_missing(job, rows)
    return [checked(token_of(row), job=job.public_id) for row in rows]


def fault_of(job_id: UUID) -> Fault | None:
    """The same as an answer: what is wrong, or None. None for a job that is gone too."""
    job = Job.objects.filter(pk=job_id).first()
    try:
        if job is not None:
            still_permitted(job)
    except CapabilityRefused as refused:
        return refused.fault
    return None


def _refuse_missing(job: Job, rows: Sequence[Capability]) -> None:
    if set(job.subjects) - {row.cameo_id for row in rows}:
        raise CapabilityRefused(Fault.UNKNOWN)
