"""How often what was reported was found right: by reason, and by who reports (E6, E32)."""

from enforcement.measures.scope import Scope, Share, rows
from enforcement.reasons import REASONS

_BY_REASON = "r.reason"
# The first that fits.
_BY_KIND = (
    "CASE WHEN r.trusted THEN 'trusted flagger' WHEN r.verified THEN 'whose likeness it is' "
    "WHEN r.contact_id IS NOT NULL THEN 'without an account' ELSE 'anybody else' END"
)
_STATEMENT = """
SELECT {by} AS part, count(*) FILTER (WHERE r.outcome = 'violation'), count(*),
    count(DISTINCT coalesce(r.reporter_id, r.contact_id))
FROM enforcement_report r
WHERE r.answered_at >= %(since)s AND r.answered_at < %(until)s AND r.counts
    AND r.diverted = ANY(%(diverted)s)
GROUP BY part
"""


def by_reason(scope: Scope) -> list[Share]:
    """Reports that were answered, and how many of them were right; as reasons are ordered. One
    statement."""
    found = _shares(_BY_REASON, scope)
    codes = list(REASONS)
    return sorted(found, key=lambda one: codes.index(one.name))


def by_kind(scope: Scope) -> list[Share]:
    """The same by who reported. One statement."""
    return sorted(_shares(_BY_KIND, scope), key=lambda one: one.name)


def _shares(by: str, scope: Scope) -> list[Share]:
    return [Share(*row) for row in rows(_STATEMENT.format(by=by), scope.facts)]
