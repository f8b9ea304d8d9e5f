"""How often what was decided did not stand, by action, policy, detector and reviewer (E40).

Overturned is a decision whose place another took that found the opposite; one that found the same
and did something else changed it, and does not count. Decisions are those made in the span, and
those that took the place of another among them; what came of them, came until now.
"""

from enum import StrEnum

from enforcement.measures.scope import Scope, Share, rows
from enforcement.models import DecisionSource
from lib.ids import IdKind

# Each gives (group, decision) pairs of the decisions `d`; a decision stands in several groups, and
# in none where it has no action, say.
_BY = {
    "action": "SELECT DISTINCT a.name AS part, d.* FROM d "
    "JOIN enforcement_decisionaction a ON a.decision_id = d.id WHERE a.reached IS NULL",
    "policy": "SELECT DISTINCT unnest(d.policies) AS part, d.* FROM d",
    # What moderation found over time has no detector, and its kind says what it is.
    "detector": "SELECT DISTINCT coalesce(nullif(f.detector, ''), f.kind) AS part, d.* FROM d "
    "JOIN enforcement_casefinding f ON f.case_id = d.case_id AND f.at <= d.at",
    "automation": "SELECT d.decided_by AS part, d.* FROM d WHERE d.source = %(automation)s",
    "reviewer": "SELECT d.decided_by AS part, d.* FROM d WHERE d.decided_by LIKE %(person)s",
}
# `people`: whom it is about; of reviewers each decision is about themself, and counts.
_STATEMENT = """
WITH d AS (
    SELECT d.id, d.case_id, d.owner_id, d.at, d.policies, d.source, d.decided_by,
        EXISTS (SELECT FROM enforcement_decision l
            WHERE l.supersedes_id = d.id AND l.outcome <> d.outcome) AS fell
    FROM enforcement_decision d LEFT JOIN enforcement_case c ON c.id = d.case_id
    WHERE d.at >= %(since)s AND d.at < %(until)s
        AND coalesce(c.diverted, false) = ANY(%(diverted)s)
), grouped AS ({by})
SELECT part, count(*) FILTER (WHERE fell), count(*), count(DISTINCT {people})
FROM grouped GROUP BY part ORDER BY part
"""


class By(StrEnum):
    """What decisions are grouped by."""

    ACTION = "action"
    POLICY = "policy"
    DETECTOR = "detector"
    AUTOMATION = "automation"
    REVIEWER = "reviewer"


def overturned(scope: Scope, by: By) -> list[Share]:
    """Of each group: how many were overturned, of how many, about how many people. Reviewers by
    the labels of actors: whoever shows them makes pseudonyms of these. One statement."""
    people = "id" if by is By.REVIEWER else "owner_id"
    statement = _STATEMENT.format(by=_BY[by], people=people)
    facts = {
        **scope.facts,
        "automation": DecisionSource.AUTOMATION.value,
        "person": f"{IdKind.USER.value}\\_%",
    }
    return [Share(*row) for row in rows(statement, facts)]
