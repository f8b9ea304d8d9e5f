"""Whose faces are in a master. Runs in the likeness process; nothing here is ever embedded yet."""

from uuid import UUID

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
        evidence=[Evidence(Surface.FRAME, [_answer(seen)])],
        audience=audience_of(job),
        elsewhere=BY_INSPECTION,
        points=LIKENESS_ENDS_AT,
    )


def _answer(seen: list[SeenFace]) -> Answer:
    """A face is somebody's, and nobody here can say whose. That none was found is no proof: only
    faces from the front are found, once a second."""
    coverage = Coverage.NOT_ASSESSED if seen else Coverage.PARTIAL
    return Answer(NAME, VERSION, coverage={Category.LIKENESS: coverage})
