from django.db.models import QuerySet

from accounts.models import StandingTransition, User


def rows(person: User, viewer: User) -> QuerySet[StandingTransition]:
    """How they stood."""
    return StandingTransition.objects.filter(subject_id=person.pk)


def told(row: StandingTransition) -> tuple[str, str, str]:
    """From what to what, why, by whom."""
    return f"{row.from_state or 'nothing'} to {row.to_state}", row.get_reason_display(), row.actor
