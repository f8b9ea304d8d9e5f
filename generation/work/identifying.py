"""Whose faces are in a master. Runs in the likeness process."""

from pathlib import Path
from uuid import UUID

from cameos.capabilities.subjects import subjects_of
from cameos.identity.identifying import identify as identify_film
from generation.input_images import pictures_behind
from generation.limits import LIKENESS_ENDS_AT
from generation.models import Asset, AssetKind, Job
from generation.services.lineage import engines_behind
from generation.services.screening import audience_of
from generation.stages import Stage
from generation.work.attempting import attempt
from generation.work.claiming import claim
from generation.work.files import undamaged
from generation.work.identity_answers import answer_of, of_drawings
from generation.work.judging import BY_INSPECTION, conclude
from generation.work.lease import Lease
from lib.faces.looking import faces_in_film
from moderation.answers import Answer
from moderation.categories import Surface
from moderation.detectors import bounded
from moderation.policy.judging import Evidence


def identify(job_id: UUID) -> None:
    """Judge the faces in the master of an inspected job; a late message does nothing."""
    lease = claim(job_id, Stage.LIKENESS)
    if lease is not None:
        attempt(lease, _judge_faces)


def _judge_faces(lease: Lease) -> None:
    job = Job.objects.select_related("owner").get(pk=lease.job_id)
    master = Asset.objects.get(job=job, kind=AssetKind.MASTER)
    with undamaged(master) as path:
        answer = _answer(job, path)
    lease.stop_if_cancelled()
    conclude(
        lease,
        evidence=[Evidence(Surface.FRAME, [answer])],
        audience=audience_of(job),
        elsewhere=BY_INSPECTION,
        points=LIKENESS_ENDS_AT,
    )


def _answer(job: Job, path: Path) -> Answer:
    """A drawing without anybody in it is looked at as before; wherever people can be seen, all
    who are seen are compared with all who are enrolled."""
    subjects = subjects_of(job.pk)
    if subjects or _can_show_people(job):
        return answer_of(identify_film(path, expected=subjects, about=job.public_id))
    faces_in_film(path)
    return of_drawings()


def _can_show_people(job: Job) -> bool:
    """False where every engine that drew any of it can draw nothing but reviewed things, none of
    which is a person, and no picture was given to it: what looks like a face there is a drawing of
    something else. Whoever sent a picture may have attested people in it; an enrolled person's own
    word counts for more."""
    if pictures_behind(job):
        return True
    reviewed = bounded.build().reviewed
    return not all(
        engine.content_bounded and engine.draws and engine.draws <= reviewed
        for engine in engines_behind(job)
    )
