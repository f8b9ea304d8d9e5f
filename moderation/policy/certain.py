"""What is blocked whoever made it, whoever may see it, wherever it goes."""

from collections.abc import Callable

from moderation.answers import Hit
from moderation.policy.audience import Column
from moderation.policy.rows import Policy, Verdict

# The mildest column: every audience reads it, and each further one only tightens (law 2).
MILDEST = frozenset({Column.DRAFT})


def blocked_for_everybody(policy: Policy) -> Callable[[Hit], bool]:
    """Whether a hit alone decides, so that nothing found beside it could change the verdict."""

    def is_blocked(hit: Hit) -> bool:
        return policy.thresholds(hit.category, MILDEST).verdict(hit.score) is Verdict.BLOCK

    return is_blocked
