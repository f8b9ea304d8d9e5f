"""Fetching is authorising: one's own alone."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from cameos.characters.states import GONE, CharacterState
from cameos.models import Character
from lib.selecting import one_of


def characters_of(viewer: User) -> QuerySet[Character]:
    """One's own, those that were refused too: they say why."""
    mine = Character.objects.filter(owner=viewer).exclude(state__in=sorted(GONE))
    return mine.select_related("cameo")


def character_of(viewer: User, character_id: UUID) -> Character:
    """One of these. Raises NotFound."""
    return one_of(characters_of(viewer), character_id)


def unseen() -> QuerySet[Character]:
    """What was sent in and nobody has looked at."""
    return Character.objects.filter(state=CharacterState.PENDING, kept_key="")
