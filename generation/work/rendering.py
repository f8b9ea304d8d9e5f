from contextlib import ExitStack
from uuid import UUID

from generation.engines.base import Reference, RenderRequest, RenderResult, Size
from generation.engines.registry import get_engine
from generation.limits import RENDER_ENDS_AT
from generation.models import Asset, AssetKind, Attempt, Job
from generation.stages import Stage
from generation.work import settling
from generation.work.attempting import attempt
from generation.work.claiming import claim
from generation.work.files import described_film
from generation.work.lease import Lease
from generation.work.references import ReferencesMissing, references_for, remove_references
from generation.work.unprepared import unprepared
from lib.signed_media import exists, placing

# A container rounds to frames and to packets of sound; more than this is another film.
DURATION_TOLERANCE_S = 0.25


class BrokenPromise(Exception):
    """The engine handed over something else than it was asked for."""


def render(job_id: UUID) -> None:
    """Make the master of a job that waits for it; a late or doubled message does nothing."""
    lease = claim(job_id, Stage.RENDER)
    if lease is not None:
        attempt(lease, _make_master)


def _make_master(lease: Lease) -> None:
    job = Job.objects.get(pk=lease.job_id)
    with ExitStack() as stack:
        try:
            references = stack.enter_context(references_for(job))
        except ReferencesMissing:
            unprepared(lease)
            return
        master, result = _drawn(lease, job, _request(job, references))
    settling.rendered(lease, master=master, result=result)
    remove_references(job)


def _drawn(lease: Lease, job: Job, request: RenderRequest) -> tuple[Asset, RenderResult]:
    """The master, in its place. While it is put there the heartbeat renews the lease."""
    key = f"{Attempt(job=job, number=lease.number).folder}/master.mp4"
    exists(key)  # a store that is away says so before the work is done, not after
    with placing(key) as path:
        result = get_engine(job.engine).render(
            request,
            into=path,
            progress=lambda share: lease.reach(int(share * RENDER_ENDS_AT)),
            cancelled=lease.cancelled,
        )
        lease.renew()
        master = described_film(path, key=key, job=job, kind=AssetKind.MASTER)
        _refuse_other_film(master, request)
    return master, result


def _request(job: Job, references: tuple[Reference, ...]) -> RenderRequest:
    return RenderRequest(
        prompt=job.text_for_engine,
        size=Size(job.size),
        seconds=job.seconds,
        seed=job.seed,
        references=references,
    )


def _refuse_other_film(master: Asset, request: RenderRequest) -> None:
    kept_size = (master.width, master.height) == (request.size.width, request.size.height)
    if not kept_size or abs((master.duration or 0) - request.seconds) > DURATION_TOLERANCE_S:
        raise BrokenPromise
