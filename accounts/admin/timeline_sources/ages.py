from django.db.models import QuerySet

from accounts.models import AgeSignal, User


def rows(person: User, viewer: User) -> QuerySet[AgeSignal]:
    """What was said of their age."""
    return AgeSignal.objects.filter(person_id=person.pk)


def told(row: AgeSignal) -> tuple[str, str, str]:
    """Who said it, what, and by whom it came in."""
    return row.get_source_display(), row.get_band_display(), row.actor
