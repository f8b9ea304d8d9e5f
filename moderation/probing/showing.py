"""What staff are shown of a refused text."""

from lib.ids import IdKind, InvalidId, decode
from moderation.models import RefusedText
from moderation.subjects import Card


def describe_refused(public_id: str) -> Card | None:
    """Its words; none once they are forgotten."""
    try:
        row = RefusedText.objects.filter(pk=decode(IdKind.REFUSED_TEXT, public_id)).first()
    except InvalidId:
        return None
    if row is None or row.words is None:
        return None
    return Card(words=[(f"Refused {row.get_surface_display().lower()}", row.words)])
