"""How sure we are that somebody is an adult."""

from django.conf import settings

from accounts.models import AgeSource, User
from accounts.models.ages import ASSURANCE


def is_assured(person: User) -> bool:
    """Whether somebody is held to be an adult by a source that is strong enough here to watch over
    a teen (GUARDIAN_ASSURANCE)."""
    held = AgeSource(person.assured_by) if person.assured_by else AgeSource.SELF_DECLARED
    return person.is_adult and ASSURANCE[held] >= ASSURANCE[AgeSource(settings.GUARDIAN_ASSURANCE)]
