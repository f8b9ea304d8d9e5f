"""Jobs that were lent a likeness, and the recordings behind it."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from cameos.capabilities.issuing import Issued
from cameos.models import Cameo, Capability
from cameos.purposes import BiometricPurpose
from cameos.states import CameoState
from cameos.vault.recording import confirm, keep_recording
from generation.models import Job
from generation.services.submit import submit
from generation.stages import Stage
from tests import roles
from tests.cameos.capabilities.using import issue
from tests.cameos.conftest import SYSTEM
from tests.cameos.permissions.lending import EVERYONE, move, set_level
from tests.generation.studio import WISH, worked

PROMPT = "@creator walks a red ball along the sea"


def recorded(cameo: Cameo, film: Path, **permission: Any) -> Cameo:
    """With a confirmed recording, and open to everyone."""
    with roles.acting_as("likeness"):
        with film.open("rb") as clip:
            key = keep_recording(
                cameo=cameo,
                templates=[],
                clips=[clip],
                purpose=BiometricPurpose.ENROLMENT,
                actor=SYSTEM,
            )
        with transaction.atomic():
            confirm(key_id=key.pk, actor=SYSTEM)
    with roles.acting_as("web"):
        proof = {"verified_at": timezone.now(), "usable_by_owner_only": False}
        move(cameo, CameoState.ACTIVE, voice_released=True, **proof)
        set_level(cameo, EVERYONE, **permission)
    return cameo


def asked(owner: Any, *cameos: Cameo, prompt: str = PROMPT) -> tuple[Job, list[Issued]]:
    """A job in which these are to be shown, as it waits to be screened."""
    with roles.acting_as("web"):
        job = submit(owner=owner, **{**WISH, "prompt": prompt})
        return job, issue(*cameos, to=owner, job=job.public_id)


def screened(owner: Any, *cameos: Cameo, prompt: str = PROMPT) -> Job:
    """The same, when nothing was found in its words."""
    job, _ = asked(owner, *cameos, prompt=prompt)
    with roles.acting_as("worker"):
        return worked(job, Stage.SCREEN)


def prepared(job: Job) -> Job:
    with roles.acting_as("likeness"):
        return worked(job, Stage.PREPARE)


def drawn(job: Job) -> Job:
    with roles.acting_as("worker"):
        return worked(job, Stage.RENDER)


def capability_of(job: Job) -> Capability:
    return Capability.objects.get(film_id=job.pk)


def pictures_of(job: Job, media_dir: Path) -> list[Path]:
    return sorted((media_dir / job.work_folder).rglob("*.png"))
