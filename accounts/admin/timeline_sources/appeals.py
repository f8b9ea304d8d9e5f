from django.db.models import QuerySet

from accounts.models import AgeAppeal, AgeAppealTransition, User


def rows(person: User, viewer: User) -> QuerySet[AgeAppealTransition]:
    """The steps of all their appeals."""
    mine = AgeAppeal.objects.filter(person=person).values("pk")
    return AgeAppealTransition.objects.filter(subject_id__in=mine)


def told(row: AgeAppealTransition) -> tuple[str, str, str]:
    """From what to what, why, by whom."""
    return f"{row.from_state or 'nothing'} to {row.to_state}", row.reason, row.actor
