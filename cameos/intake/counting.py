"""Who tries faces where none may be is probing: each refusal counts towards cooling off."""

from uuid import UUID

from moderation.categories import Category, Surface
from moderation.services.refusals import note_refusal, origin_of_request


def count_person_found(*, sender: UUID, subject: str, what: str) -> None:
    """In the caller's transaction."""
    note_refusal(
        person_id=sender,
        origin=origin_of_request(what, subject),
        surface=Surface.REFERENCE_IMAGE,
        words=subject,  # there are none, and the same none twice would weigh nothing
        category=Category.LIKENESS,
        blocked=[Category.LIKENESS],
    )
