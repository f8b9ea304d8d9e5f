"""From which score on a finding is shown: the heads name a place for every category, however
weak."""

from collections.abc import Callable

from moderation.categories import Category
from moderation.models import Finding
from moderation.policy.rows import LEVELS, NEVER, Policy

# Where no policy is kept, or it has no row for the category.
SHOWN = 0.2


def worth_showing(policy: Policy | None) -> Callable[[Finding], bool]:
    """Whether a finding reached the lowest threshold of its category (or 0.2), or a bank decides
    by it."""
    floor = {} if policy is None else {one.value: _lowest(policy, one) for one in policy.rows}
    return lambda found: bool(found.ruling) or found.score >= floor.get(found.category, SHOWN)


def _lowest(policy: Policy, category: Category) -> float:
    """For the strictest audience; 0.2 where no score reaches any."""
    row = policy.rows[category].values()
    lowest = min(thresholds.at(level) for thresholds in row for level in LEVELS)
    return lowest if lowest < NEVER else SHOWN
