"""The films that a job is made of, at the moment of making it. All access to their files."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from generation.engines.base import FPS
from generation.engines.editing.takes import Take
from generation.models import Asset, AssetKind, Draft, Job, Source
from generation.services.withdrawn import SourceGone
from generation.work.files import undamaged
from lib.media.errors import MediaError


@contextmanager
def takes_of(job: Job) -> Iterator[tuple[Take, ...]]:
    """The parts in their order. Raises SourceGone where one was deleted, taken down or withdrawn
    since it was asked for."""
    parts = Source.objects.filter(job=job).order_by("position") if job.depth else ()
    with ExitStack() as stack:
        yield tuple(_take(job, part, stack) for part in parts)


def _take(job: Job, part: Source, stack: ExitStack) -> Take:
    if part.source_id is None:
        raise SourceGone
    usable = Draft.objects.usable_by(job.owner).filter(job_id=part.source_id)
    master = Asset.objects.filter(job_id=part.source_id, kind=AssetKind.MASTER).first()
    if master is None or not usable.exists():
        raise SourceGone
    try:
        path = stack.enter_context(undamaged(master))
    except MediaError as error:
        raise SourceGone from error
    whole = round((master.duration or 0) * FPS)
    first = round((part.start_s or 0) * FPS)
    return Take(path, first, whole if part.end_s is None else round(part.end_s * FPS))
