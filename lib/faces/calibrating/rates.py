from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054  # of the normal distribution, two-sided


@dataclass(frozen=True, slots=True)
class Rate:
    """`errors` of `n` trials. Without a trial there is no rate, and none is made up."""

    errors: int
    n: int

    def __post_init__(self) -> None:
        if not 0 <= self.errors <= self.n:
            raise ValueError("0 <= errors <= n")

    @property
    def value(self) -> float | None:
        return self.errors / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 %, by Wilson (1927). It takes trials as independent; those that share a person or a
        picture are not, so the truth is wider."""
        if not self.n:
            return None
        share, weight = self.errors / self.n, Z_95**2 / self.n
        middle = (share + weight / 2) / (1 + weight)
        half = Z_95 / (1 + weight) * math.sqrt((share * (1 - share) + weight / 4) / self.n)
        # At 0 and at 1 the formula gives exactly 0 and 1, but for the last bit.
        low = 0.0 if self.errors == 0 else max(0.0, middle - half)
        high = 1.0 if self.errors == self.n else min(1.0, middle + half)
        return low, high
