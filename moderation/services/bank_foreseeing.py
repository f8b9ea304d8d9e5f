"""The dry run: which things of ours a hash would meet, from what is kept of what they show."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Count

from moderation.detectors.hashes import MAX_DISTANCE
from moderation.models import HashKind, ShownHash


def foreseen(
    kind: HashKind, hashes: Sequence[str], *, within: int = MAX_DISTANCE, at_least: int = 1
) -> set[str]:
    """The typed ids of the things that at least so many of these would meet, in one statement.

    `within`: bits, of PDQ; an entry reaches MAX_DISTANCE at most. Exact, and read by an index: of
    a hundred rows it compares less than one. Raises ValueError for what is no PDQ hash.
    """
    if kind == HashKind.PDQ:
        return _near(hashes, min(within, MAX_DISTANCE), at_least)
    same = ShownHash.objects.filter(kind=kind, hash__in=hashes).values("subject")
    met = same.annotate(many=Count("hash", distinct=True)).filter(many__gte=at_least)
    return set(met.values_list("subject", flat=True))


def _near(hashes: Sequence[str], within: int, at_least: int) -> set[str]:
    """The function stands in migration 0009, with why none is missed."""
    from lib.media.pdq import parsed

    asked = sorted({parsed(text).hex() for text in hashes})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT moderation_shown_near(%s::text[], %s, %s)", [asked, within, at_least]
        )
        return {subject for (subject,) in cursor.fetchall()}
