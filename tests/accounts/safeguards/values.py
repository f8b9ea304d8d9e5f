"""Values of every limit, for tests that go over all of them."""

from typing import Any

from accounts.safeguards import SCALES, WINDOWED, Limit

ALWAYS = [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00",
           "to": "00:00", "stops": "all"}]  # fmt: skip


def strictest(limit: Limit) -> Any:
    """What leaves nothing to tighten."""
    if limit in WINDOWED:
        return ALWAYS
    return 0 if limit == Limit.DAILY_MINUTES else SCALES[limit][0]


def loosest(limit: Limit) -> Any:
    """What limits nothing."""
    if limit in WINDOWED:
        return []
    return None if limit == Limit.DAILY_MINUTES else SCALES[limit][-1]
