"""Pictures of the people in a film, for the engine. Runs in the likeness process alone."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from cameos.models import Capability
from cameos.references.making import portraits_for
from cameos.references.showing import shows_face
from generation.models import Job, Outcome
from generation.services.permitted import still_permitted
from generation.services.requeue import wait
from generation.stages import Stage
from generation.states import JobState
from generation.work.attempting import attempt
from generation.work.claiming import WORKER, claim, close_attempt
from generation.work.lease import Lease
from generation.work.references import reference_key, remove_references
from generation.work.settling import refuse_cancelled, settle
from lib.signed_media import placing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def prepare(job_id: UUID) -> None:
    """Make the pictures of a job that waits for them; a late or doubled message does nothing."""
    lease = claim(job_id, Stage.PREPARE)
    if lease is not None:
        attempt(lease, _make_pictures)


def _make_pictures(lease: Lease) -> None:
    """The consent is asked for before a recording is opened, and again with what it led to."""
    job = Job.objects.get(pk=lease.job_id)
    with transaction.atomic():
        lent = still_permitted(job)
    remove_references(job, before=lease.number)
    for capability in lent:
        lease.stop_if_cancelled()
        if shows_face(capability):
            _keep(portraits_for(capability, actor=WORKER), job, capability, lease)
    settle(lease, _done, permitted=True)


def _keep(
    pictures: "list[NDArray[np.uint8]]", job: Job, capability: Capability, lease: Lease
) -> None:
    from PIL import Image

    for number, picture in enumerate(pictures, 1):
        key = reference_key(job, attempt=lease.number, capability=capability, number=number)
        with placing(key) as path:
            Image.fromarray(picture).save(path, "PNG")  # a fresh one: it says nothing but pixels


def _done(job: Job) -> None:
    refuse_cancelled(job)
    close_attempt(job, Outcome.SUCCEEDED)
    wait(job, to=JobState.QUEUED, actor=WORKER, reason="prepared")
