"""What a teen is shown at all times while somebody watches over them (R8)."""

from django.utils.translation import ngettext

from accounts.models import User
from accounts.safeguards.supervision import Supervision
from parental.models import GuardianLink
from parental.services import releasing
from parental.states import LinkState


def supervision_of(person: User) -> Supervision | None:
    """How many guardians, and what they can do; None without one. One query, none for adults."""
    if person.is_adult:
        return None
    count = GuardianLink.objects.filter(teen=person.pk, state=LinkState.ACTIVE).count()
    if not count:
        return None
    says = ngettext(
        "A guardian sets limits for you and sees your minutes and how many videos you make, never "
        "what you make, watch or write.",
        "%(count)d guardians set limits for you and see your minutes and how many videos you make, "
        "never what you make, watch or write.",
        count,
    ) % {"count": count}
    return Supervision(count, says)


def is_enrolment_released(person: User) -> bool:
    """Whether a guardian and the teen both released that they record a likeness. One query."""
    return releasing.is_released(person.pk)
