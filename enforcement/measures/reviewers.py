"""Names of reviewers that are not theirs, for numbers about them (E39)."""

from uuid import UUID

from django.utils.crypto import salted_hmac


def pseudonym_of(staff_id: UUID) -> str:
    """The same for the same person, and nobody's who knows not the key."""
    digest = salted_hmac("enforcement.reviewer", staff_id.hex, algorithm="sha256").hexdigest()
    return f"reviewer-{digest[:8]}"
