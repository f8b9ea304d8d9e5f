"""What a teen and a linked guardian both said yes to, as the room of likenesses asks it."""

from uuid import UUID

from accounts.models import User
from parental.services import releasing


def is_agreed_guardian(*, teen_id: UUID, adult_id: UUID) -> bool:
    """Whether both agreed that the teen may approve this guardian. One query, whoever they are."""
    return releasing.is_agreed_guardian(teen_id, adult_id)


def may_have_likeness(person: User) -> bool:
    """Adults; and teens who want it, and whose guardian released it (abuse table; law 3)."""
    return person.is_adult or releasing.is_released(person.pk)
