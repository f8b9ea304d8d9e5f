"""What somebody reads of their own appeals: never who answered, nor when within a day."""

from django.db.models import QuerySet

from accounts.models import User
from enforcement.models import Appeal


def appeals_for(viewer: User) -> "QuerySet[Appeal]":
    """All of theirs, of whichever side, with the words."""
    mine = Appeal.objects.filter(person_id=viewer.pk)
    return mine.select_related("words", "decision", "report")
