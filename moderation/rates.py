"""Shares with what they are worth: light, for every process may show them."""

import math
from dataclasses import dataclass

Z95 = 1.959964  # two-sided 95 %


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `count`, with Wilson's 95 % interval; the share is None where nothing was seen."""

    hits: int
    count: int

    @property
    def share(self) -> float | None:
        return self.hits / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float]:
        if not self.count:
            return 0.0, 1.0
        share, z2 = self.hits / self.count, Z95**2 / self.count
        middle = (share + z2 / 2) / (1 + z2)
        half = Z95 / (1 + z2) * math.sqrt(share * (1 - share) / self.count + z2 / 4 / self.count)
        return max(0.0, middle - half), min(1.0, middle + half)


def shown(rate: Rate) -> str:
    """Share, interval and n."""
    if rate.share is None:
        return "none / 0"
    low, high = rate.interval
    return f"{rate.share:.1%} [{low:.1%}, {high:.1%}] / {rate.count}"
