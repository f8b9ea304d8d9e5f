"""What a reviewer is shown of a job."""

from django.db.models import OuterRef

from cameos.reading import hidden
from cameos.services.reading import texts_of
from generation.models import Asset, AssetKind, Job, Script
from generation.models.assets import FOR_REVIEWERS
from generation.services.screening import lineage_of
from lib.selecting import with_public_id
from moderation.subjects import Card


def describe(subject: str) -> Card | None:
    """Its prompt, what is said in it, and the tiles of its quarantined master; nothing of one
    in which somebody took their consent back."""
    job = with_public_id(Job.objects.exclude(hidden(OuterRef("pk"))), subject)
    if job is None:
        return None
    words = [("Prompt", text) for text in job.own_words]
    script = Script.objects.filter(job=job).first()
    if script is not None and script.lines:
        words.append(("What the engine says is said", _lines(script)))
    rows = Asset.objects.filter(job=job, kind__in=sorted(FOR_REVIEWERS))
    keys = dict(rows.values_list("kind", "storage_key"))
    return Card(
        words=words,
        judged=texts_of(lineage_of(job)),
        picture=keys.get(AssetKind.REVIEW_SHEET),
        sound=keys.get(AssetKind.REVIEW_SOUND),
    )


def _lines(script: Script) -> str:
    return "\n".join(
        f"{line['start_s']:.1f} to {line['end_s']:.1f} s: {line['text']}" for line in script.lines
    )
