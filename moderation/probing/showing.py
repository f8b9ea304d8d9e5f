"""What staff are shown of a refused text."""

from lib.selecting import with_public_id
from moderation.models import RefusedText
from moderation.subjects import Card


def describe_refused(public_id: str) -> Card | None:
    """Its words; none once they are forgotten."""
    row = with_public_id(RefusedText.objects.all(), public_id)
    if row is None or row.words is None:
        return None
    return Card(words=[(f"Refused {row.get_surface_display().lower()}", row.words)])
