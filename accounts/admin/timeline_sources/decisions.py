from django.db.models import QuerySet

from accounts.models import HeldDecision, HeldDecisionTransition, User


def rows(person: User, viewer: User) -> QuerySet[HeldDecisionTransition]:
    """The steps of all decisions that needed two."""
    mine = HeldDecision.objects.filter(person=person).values("pk")
    return HeldDecisionTransition.objects.filter(subject_id__in=mine)


def told(row: HeldDecisionTransition) -> tuple[str, str, str]:
    """From what to what, why, by whom."""
    return f"{row.from_state or 'nothing'} to {row.to_state}", row.reason, row.actor
