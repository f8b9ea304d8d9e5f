"""What a teen and a linked guardian both said yes to, as the room of likenesses asks it."""

from uuid import UUID

from parental.services import releasing


def is_agreed_guardian(*, teen_id: UUID, adult_id: UUID) -> bool:
    """Whether both agreed that the teen may approve this guardian. One query, whoever they are."""
    return releasing.is_agreed_guardian(teen_id, adult_id)
