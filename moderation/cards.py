from lib import texts
from moderation.subjects import Card


def describe_text(public_id: str) -> Card | None:
    """What a reviewer sees of words that a room to the left submitted; None once settled."""
    written = texts.read(public_id)
    return Card(words=[(written.label, written.text)]) if written else None
