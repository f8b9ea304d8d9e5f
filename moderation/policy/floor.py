"""Below this no policy goes, whoever wrote it: an empty file would load otherwise."""

from collections.abc import Iterator

from moderation.answers import ORDER, Coverage
from moderation.categories import TEXT, Category, Surface
from moderation.policy.audience import Column
from moderation.policy.rows import LEVELS, NEVER, Policy

# As in the reviewed file (versions/2026-11-21.toml).
CHILD_SAFETY_BLOCKS = 0.3
CHILD_SAFETY_LEAST = {
    Surface.FRAME: Coverage.ASSESSED,
    Surface.REFERENCE_IMAGE: Coverage.ASSESSED,
} | dict.fromkeys(TEXT, Coverage.PARTIAL)
RULED = (Column.DRAFT, Column.PUBLIC, Column.TEEN)


def below_floor(policy: Policy) -> str | None:
    """Where a policy asks for less than any may, in words."""
    return next(_faults(policy), None)


def _faults(policy: Policy) -> Iterator[str]:
    for column, levels in policy.rows[Category.CHILD_SAFETY].items():
        if levels.block > CHILD_SAFETY_BLOCKS:
            yield f"child_safety: {column} blocks later than {CHILD_SAFETY_BLOCKS}"
    for category, row in policy.rows.items():
        for column in RULED:
            if all(row[column].at(level) >= NEVER for level in LEVELS):
                yield f"{category}: {column} has no level at all"
    for surface, least in CHILD_SAFETY_LEAST.items():
        wanted = policy.required["production"][surface].get(Category.CHILD_SAFETY)
        if ORDER[wanted or Coverage.NOT_ASSESSED] < ORDER[least]:
            yield f"production demands less than {least} of child_safety in {surface}"
