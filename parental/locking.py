"""One teen, several guardians: what no lock on one link's row can hold together."""

from uuid import UUID

from lib.advisory import hold_name


def hold_family(teen_id: UUID) -> None:
    """What ends something for one teen waits for each other until the caller's transaction is over:
    else each of two guardians who leave at once would find that the other's release still stands.
    Taken before any row of a link."""
    hold_name(f"family:{teen_id}")
