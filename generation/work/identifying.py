"""Whose faces are in a master. Runs in the likeness process; nothing here is ever embedded yet."""

from uuid import UUID

from generation.engines.registry import capabilities_of
from generation.limits import LIKENESS_ENDS_AT
from generation.models import Asset, AssetKind, Job
from generation.services.screening import audience_of
from generation.stages import Stage
from generation.work.attempting import attempt
from generation.work.claiming import claim
from generation.work.files import undamaged
from generation.work.judging import BY_INSPECTION, conclude
from generation.work.lease import Lease
from lib.faces.looking import SeenFace, faces_in_film
from moderation.answers import Answer, Coverage
from moderation.categories import Category, Surface
from moderation.detectors import bounded
from moderation.policy.judging import Evidence

NAME, VERSION = "faces", "1"


def identify(job_id: UUID) -> None:
    """Judge the faces in the master of an inspected job; a late message does nothing."""
    lease = claim(job_id, Stage.LIKENESS)
    if lease is not None:
        attempt(lease, _judge_faces)


def _judge_faces(lease: Lease) -> None:
    job = Job.objects.select_related("owner").get(pk=lease.job_id)
    master = Asset.objects.get(job=job, kind=AssetKind.MASTER)
    seen = faces_in_film(undamaged(master))
    lease.stop_if_cancelled()
    conclude(
        lease,
        evidence=[Evidence(Surface.FRAME, [_answer(seen, of_people=_can_show_people(job))])],
        audience=audience_of(job),
        elsewhere=BY_INSPECTION,
        points=LIKENESS_ENDS_AT,
    )


def _can_show_people(job: Job) -> bool:
    """False for an engine that can draw nothing but reviewed things, none of which is a person:
    what looks like a face in its films is a drawing of something else."""
    engine = capabilities_of(job.engine)
    reviewed = bool(engine.draws) and engine.draws <= bounded.build().reviewed
    return not (engine.content_bounded and reviewed)


def _answer(seen: list[SeenFace], *, of_people: bool) -> Answer:
    """A face is somebody's, and nobody here can say whose. That none was found is no proof: only
    faces from the front are found, once a second."""
    coverage = Coverage.NOT_ASSESSED if seen and of_people else Coverage.PARTIAL
    return Answer(NAME, VERSION, coverage={Category.LIKENESS: coverage})
