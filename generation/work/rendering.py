from uuid import UUID

from generation.engines.base import FPS, RenderRequest, Size
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
from generation.work.tools.making import Making, make
from generation.work.tools.takes import takes_of
from generation.work.unprepared import unprepared
from lib.signed_media import storage_path

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
    job = Job.objects.select_related("owner").get(pk=lease.job_id)
    try:
        request = _request(job)
    except ReferencesMissing:
        unprepared(lease)
        return
    key = f"{Attempt(job=job, number=lease.number).folder}/master.mp4"
    path = storage_path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    making = Making(
        job=job,
        request=request,
        get_engine=get_engine,
        progress=lambda share: lease.reach(int(share * RENDER_ENDS_AT)),
        cancelled=lease.cancelled,
    )
    with takes_of(job) as takes:
        result, frames = make(making, takes, into=path)
    lease.renew()
    master = described_film(key, job=job, kind=AssetKind.MASTER)
    _refuse_other_film(master, request, seconds=frames / FPS)
    settling.rendered(lease, master=master, result=result)
    remove_references(job)


def _request(job: Job) -> RenderRequest:
    """Raises ReferencesMissing."""
    return RenderRequest(
        prompt=job.text_for_engine,
        size=Size(job.size),
        seconds=job.drawn_seconds or job.seconds,
        seed=job.seed,
        references=references_for(job) if job.is_drawn else (),
    )


def _refuse_other_film(master: Asset, request: RenderRequest, *, seconds: float) -> None:
    kept_size = (master.width, master.height) == (request.size.width, request.size.height)
    if not kept_size or abs((master.duration or 0) - seconds) > DURATION_TOLERANCE_S:
        raise BrokenPromise
