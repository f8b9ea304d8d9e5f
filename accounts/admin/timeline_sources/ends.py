from django.db.models import QuerySet

from accounts.models import AgeSignalEnded, User


def rows(person: User, viewer: User) -> QuerySet[AgeSignalEnded]:
    """Which signals count no more."""
    return AgeSignalEnded.objects.filter(person_id=person.pk)


def told(row: AgeSignalEnded) -> tuple[str, str, str]:
    """That one ended, why, by whom."""
    return "a signal counts no more", row.get_why_display(), row.actor
