"""How much refusals weigh, and when they are too many.

Rows M16 and D-12 of the design ask for a cooling-off by repetition; no law or measurement names
the numbers, so they are our choice: whoever words one wish badly five times in ten minutes is
asked to wait for as long; only who goes on after that waits longer.
"""

from dataclasses import dataclass
from datetime import timedelta

from moderation.categories import Category

ORDINARY = 2
POINTS: dict[Category, int] = {
    **dict.fromkeys(Category, ORDINARY),
    # Whoever writes of hurting themself is offered help (moderation/help.py) and never punished.
    Category.SELF_HARM: 0,
    # Mostly people who did not know: a name or a character that they like.
    Category.LIKENESS: 1,
    Category.THIRD_PARTY: 1,
    Category.CHILD_SAFETY: 4,
}
# Somebody else's rules, by which of them nobody says, and there is no contesting them here: counted
# as of those who mostly did not know.
ELSEWHERE = 1


@dataclass(frozen=True, slots=True)
class Limit:
    """So many points within so long are too many; fewer for people under 18 (law 2)."""

    within: timedelta
    adults: int
    under_18: int

    def points(self, *, is_adult: bool) -> int:
        return self.adults if is_adult else self.under_18


# Five ordinary refusals, or three of somebody under 18; then who stays just below that all day.
LIMITS = (
    Limit(timedelta(minutes=10), adults=10, under_18=6),
    Limit(timedelta(hours=24), adults=30, under_18=18),
)
# The first cooling-off, the second, and each further one. A week without any forgives all.
LASTS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=24))
FORGIVEN_AFTER = timedelta(days=7)

# Refused texts are compared with what was refused within this time before.
COMPARED_FOR = timedelta(hours=24)
MOST_COMPARED = 60  # the newest; more cost time and say nothing new
CLUSTER_LEAST = 3  # different texts; two are a correction

WORDS_KEPT = timedelta(days=7)  # as long as a refusal can be contested
ROWS_KEPT = timedelta(days=30)
