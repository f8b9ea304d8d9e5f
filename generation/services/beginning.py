"""The rows of a new job. In the transaction of `submit`, which asks and judges."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db.models.functions import Now

from accounts.models import User
from audit.services import record
from generation.lanes import Lane
from generation.limits import RESEND_AFTER
from generation.making.checking import Making
from generation.making.wanted import Wanted
from generation.models import InputImage, Job, Source
from generation.tools import Tool
from lib.actors import Actor
from lib.ids import IdKind, encode
from lib.states import record_initial

SEED_BITS = 31  # every engine's random generator takes a signed 32-bit seed


@dataclass(frozen=True, slots=True)
class Variation:
    """Which of several that were asked for at once; they share `batch`."""

    number: int = 0
    batch: UUID | None = None


ALONE = Variation()


def begin(making: Making, wanted: Wanted, *, maker: User, variation: Variation, lane: Lane) -> Job:
    """The job with its sources, its history and an audit row."""
    job = Job.objects.create(
        owner=maker,
        prompt=making.prompt,
        rendered_text=making.text if making.text != making.prompt else None,
        subjects=list(wanted.subjects),
        named=list(wanted.named or wanted.subjects),
        size=making.size,
        seconds=making.seconds,
        engine=making.engine,
        lane=Lane.BATCH if variation.number else lane,  # one is looked at, the others can wait
        seed=_seed(making, variation),
        tool=making.tool,
        drawn_seconds=making.drawn_seconds if making.drawn_seconds != making.seconds else None,
        beats=making.beats,
        depth=making.depth,
        extensions=making.extensions,
        root_id=_root(making),
        batch=variation.batch,
        depicts_minor=any(clip.job.depicts_minor for clip in making.clips),
        stricter=_is_stricter(making),
        waiting_since=Now(),
        resend_at=Now() + RESEND_AFTER,
    )
    _keep_sources(job, making)
    _keep_picture(job, making, wanted)
    actor = Actor.person(maker.pk)
    record_initial(job, actor=actor, reason="submitted")
    facts: dict[str, str | int] = {"engine": job.engine, "size": job.size, "seconds": job.seconds}
    if making.tool != Tool.TEXT:
        facts["tool"] = making.tool.value
    if wanted.input_image is not None:
        facts["input_image"] = encode(IdKind.REFERENCE_IMAGE, wanted.input_image)
    record("generation.job.submitted", actor=actor, target=job.public_id, **facts)
    return job


def _keep_sources(job: Job, making: Making) -> None:
    for position, clip in enumerate(making.clips):
        Source.objects.create(
            job=job, position=position, source=clip.job, start_s=clip.start, end_s=clip.end
        )


def _keep_picture(job: Job, making: Making, wanted: Wanted) -> None:
    if making.picture is None or wanted.input_image is None:
        return
    InputImage.objects.create(
        job=job, picture_id=wanted.input_image, digest=making.picture.digest,
        attested=making.picture.attested, origin=dict(making.picture.origin),
    )  # fmt: skip


def _is_stricter(making: Making) -> bool:
    """What was made under it is judged no more loosely later."""
    begun = making.picture is not None and making.picture.stricter
    return begun or any(clip.job.stricter for clip in making.clips)


def _root(making: Making) -> UUID | None:
    """Where its first source goes back to."""
    if not making.clips:
        return None
    first = making.clips[0].job
    return first.root_id or first.pk


def _seed(making: Making, variation: Variation) -> int:
    """A remix changes what its words change, and as little else as the engine can."""
    if making.tool == Tool.REMIX and not variation.number:
        return making.clips[0].job.seed
    return secrets.randbits(SEED_BITS)
