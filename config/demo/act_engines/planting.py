"""What an operator does at the shell. Run by `manage.py shell` beside the running stack."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.models import User
from generation.engines.base import RenderRequest, Size
from generation.engines.registry import get_engine
from generation.models import Asset, AssetKind, Attempt, Draft, Job, Outcome
from generation.quota import counted
from generation.stages import Stage
from generation.tasks import expire_drafts
from lib.ids import IdKind, decode

RIGHTS = ("change_offer", "add_stopswitch", "delete_stopswitch")


def appoint(email: str) -> None:
    """Lets a member of staff set offers and use stop switches."""
    rights = Permission.objects.filter(content_type__app_label="generation", codename__in=RIGHTS)
    User.objects.get(email=email.lower()).user_permissions.add(*rights)


def draw_again(job_id: str, apart: int) -> None:
    """Renders a finished job anew from what its row and its record say, with a seed that is so far
    apart. Prints the digests of both masters, and the record."""
    job = Job.objects.get(pk=decode(IdKind.GENERATION, job_id))
    drawn = Attempt.objects.get(job=job, stage=Stage.RENDER, outcome=Outcome.SUCCEEDED)
    request = RenderRequest(
        prompt=job.text_for_engine,
        size=Size(drawn.record["size"]),
        seconds=drawn.record["seconds"],
        seed=drawn.record["seed"] + apart,
    )
    with TemporaryDirectory() as folder:
        film = Path(folder) / "again.mp4"
        get_engine(job.engine).render(
            request, into=film, progress=lambda _: None, cancelled=lambda: False
        )
        again = hashlib.sha256(film.read_bytes()).hexdigest()
    master = Asset.objects.get(job=job, kind=AssetKind.MASTER)
    print(json.dumps({"kept": master.sha256, "again": again, "record": drawn.record}))


def let_weeks_pass(draft_id: str, days: int) -> None:
    """A draft is so many days before its end; then the clock comes by. Prints how many are."""
    mine = Draft.objects.filter(pk=decode(IdKind.VIDEO, draft_id))
    count = mine.update(expires_at=timezone.now() + timedelta(days=days))
    expire_drafts.send()
    print(json.dumps(count))


def attempts_at(job_id: str) -> None:
    """Prints how each attempt to draw it ended."""
    job = decode(IdKind.GENERATION, job_id)
    rows = Attempt.objects.filter(job_id=job, stage=Stage.RENDER).order_by("number")
    print(json.dumps([row.outcome for row in rows]))


def file_of(draft_id: str) -> None:
    """Prints where the film of a draft lies, and what its row says of it."""
    job = Draft.objects.get(pk=decode(IdKind.VIDEO, draft_id)).job_id
    video = Asset.objects.get(job_id=job, kind=AssetKind.VIDEO)
    print(json.dumps({"key": video.storage_key, "sha256": video.sha256, "bytes": video.bytes}))


def counted_for(email: str) -> None:
    """Prints how many jobs count towards what somebody may ask for in a day."""
    print(json.dumps(counted(User.objects.get(email=email.lower())).count()))
