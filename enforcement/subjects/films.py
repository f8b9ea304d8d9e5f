"""What posts and drafts share: both show a job's film."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef

from accounts.models import User
from cameos.models import Cameo, CameoKind, Capability
from cameos.reading import consent_lost, hidden
from enforcement.subjects.base import MediaRef
from generation.models import Asset, AssetKind, Draft, Job

COPIED = (AssetKind.VIDEO, AssetKind.POSTER, AssetKind.SPRITESHEET)


def length_of(job_id: UUID | None) -> float | None:
    """Seconds of its film; None where there is none any more."""
    if job_id is None:
        return None
    film = Asset.objects.filter(job_id=job_id, kind=AssetKind.VIDEO)
    return film.values_list("duration", flat=True).first()


def lent_by(job_id: UUID | None, person: User) -> bool:
    """Whether a likeness of `person` themself was used for it, whatever became of the consent."""
    own = Cameo.objects.filter(owner=person, kind=CameoKind.HUMAN)
    return Capability.objects.filter(film_id=job_id, cameo_id__in=own.values("pk")).exists()


def lent_to(film: OuterRef, person: User) -> Exists:
    """The same of a queryset of what shows films, for a character of theirs, too: whoever is in it
    may say what was done with it, though nobody sees it since a consent was taken back."""
    owned = Cameo.objects.filter(owner=person).values("pk")
    return Exists(Capability.objects.filter(film_id=film, cameo_id__in=owned))


def labels_of_film(job: Job) -> dict[str, Any]:
    """How it was made, and in what it was found fit."""
    return {
        "engine": job.engine,
        "tool": job.tool,
        "size": job.size,
        "seconds": job.seconds,
        "depicts_minor": job.depicts_minor,
        "screened_as": job.screened_as,
        "made_at": job.created_at.isoformat(),
    }


def permission_of_film(job_id: UUID) -> dict[str, Any]:
    """Whose consent it stands on, as of now: ids, epochs and terms, and whether it was taken back
    (E7)."""
    lost = ExpressionWrapper(consent_lost(), output_field=BooleanField())
    lent = Capability.objects.filter(film_id=job_id).annotate(lost=lost).order_by("cameo_id")
    return {
        one.public_id: {
            "cameo": str(one.cameo_id),
            "epoch": one.epoch,
            "inherited": one.inherited,
            "friends_only": one.friends_only,
            "terms": one.terms,
            "ended_for": one.ended_for,
            "taken_back": one.lost,
        }
        for one in lent
    }


def texts_of_film(job: Job) -> dict[str, str]:
    """What its maker asked for."""
    prompt = {"prompt": job.prompt} if job.prompt else {}
    rendered = {"rendered": job.rendered_text} if job.rendered_text else {}
    return prompt | rendered


def files_of_film(job_id: UUID) -> tuple[MediaRef, ...]:
    """The marked rendition and what shows it at a glance; never the master. Whether what somebody
    withdrew their consent to is copied the worker decides (`services/withdrawn.py`)."""
    return tuple(_refs(job_id))


def is_withdrawn(job_id: UUID) -> bool:
    """Whether somebody in it took their consent back."""
    return Draft.objects.filter(hidden(OuterRef("job_id")), job_id=job_id).exists()


def _refs(job_id: UUID) -> Iterator[MediaRef]:
    for one in Asset.objects.filter(job_id=job_id, kind__in=COPIED).order_by("kind"):
        yield MediaRef(one.kind, one.moving_to or one.storage_key, one.sha256, one.mime)
