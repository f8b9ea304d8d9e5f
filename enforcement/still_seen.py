"""Whether whoever reported something still sees it."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import Block, User
from enforcement.models import Report
from enforcement.subjects.registry import subject_of


def still_seen(reports: Iterable[Report], viewer: User) -> frozenset[UUID]:
    """The keys of those reports. Neither of two finds a trace of the other once one blocked the
    other, here neither, nor of who leaves. Statements: some for each kind of thing, however many
    there are."""
    rows = list(reports)
    owners = {one.owner_id for one in rows}
    blocked = set(
        Block.objects.filter(blocker=viewer.pk, blocked__in=owners).values_list(
            "blocked_id", flat=True
        )
    )
    open_ones = [one for one in rows if one.owner_id not in blocked]
    there: dict[str, set[UUID]] = {}
    for kind in {one.subject_kind for one in open_ones}:
        keys = {one.subject_id for one in open_ones if one.subject_kind == kind}
        there[kind] = subject_of(kind).there(viewer, keys)
    return frozenset(one.pk for one in open_ones if one.subject_id in there[one.subject_kind])
