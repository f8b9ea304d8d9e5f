"""What a reviewer is shown of a job."""

from django.db.models import OuterRef

from cameos.reading import hidden
from cameos.services.reading import texts_of
from generation.models import Asset, AssetKind, Job, Script
from generation.models.assets import FOR_REVIEWERS
from generation.services.screening import lineage_of
from lib.selecting import with_public_id
from moderation.subjects import Card, Line


def describe(subject: str) -> Card | None:
    """Its prompt, what is said in it, and the tiles of its quarantined master; nothing of one
    in which somebody took their consent back."""
    job = with_public_id(Job.objects.exclude(hidden(OuterRef("pk"))), subject)
    if job is None:
        return None
    script = Script.objects.filter(job=job).first()
    rows = Asset.objects.filter(job=job, kind__in=sorted(FOR_REVIEWERS))
    keys = dict(rows.values_list("kind", "storage_key"))
    return Card(
        words=[("Prompt", text) for text in job.own_words],
        judged=texts_of(lineage_of(job)),
        said=_said(script) if script is not None else (),
        picture=keys.get(AssetKind.REVIEW_SHEET),
        sound=keys.get(AssetKind.REVIEW_SOUND),
    )


def _said(script: Script) -> tuple[Line, ...]:
    return tuple(Line(one["text"], one["start_s"], one["end_s"]) for one in script.lines)
