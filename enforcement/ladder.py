"""The strike ladder, as data (E20). Numbers are ours.

What holds follows from the strikes that are live, and from nothing else: replaying them gives the
same, whatever was undone in between (law 7). No ban stands on the ladder: a person decides that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from enforcement.actions.names import ActionName

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Level:
    """`first`: points of somebody's first strike of this level; `points`: of every `every`-th one
    after it. They count for `decays`."""

    code: str
    first: int
    points: int
    every: int
    decays: timedelta


@dataclass(frozen=True, slots=True)
class Threshold:
    """From `points` on: one action, for `span` from the moment of the strike that reached it."""

    points: int
    action: ActionName
    span: timedelta


@dataclass(frozen=True, slots=True)
class Given:
    """A live strike."""

    key: UUID
    level: str
    at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Reached:
    """A threshold, and the strike that reached it."""

    threshold: Threshold
    strike: UUID
    at: datetime


LEVELS: dict[str, Level] = {
    level.code: level
    for level in (
        # A slip: the first one and every second one after it weigh nothing yet.
        Level("minor", first=0, points=1, every=2, decays=90 * A_DAY),
        Level("serious", first=2, points=2, every=1, decays=180 * A_DAY),
        Level("grave", first=4, points=4, every=1, decays=365 * A_DAY),
    )
}
THRESHOLDS: tuple[Threshold, ...] = (
    Threshold(3, ActionName.LIMIT_GENERATION, 7 * A_DAY),
    Threshold(6, ActionName.SUSPEND, 7 * A_DAY),
    Threshold(9, ActionName.SUSPEND, 30 * A_DAY),
)


def weights(strikes: Iterable[Given]) -> list[tuple[Given, int]]:
    """Each with its points, in order of time: how many of its level came before it counts."""
    seen: dict[str, int] = {}
    weighed = []
    for one in sorted(strikes, key=lambda given: (given.at, given.key)):
        before = seen.get(one.level, 0)
        seen[one.level] = before + 1
        weighed.append((one, _points(LEVELS[one.level], before)))
    return weighed


def total(strikes: Iterable[Given], at: datetime) -> int:
    """The points that count at a moment: expired ones do not."""
    return _sum(weights(strikes), at)


def reached(strikes: Iterable[Given]) -> list[Reached]:
    """Every threshold that a strike lifted the sum over; once, as long as the sum stays there. Of
    several that one strike reached the highest."""
    weighed = weights(strikes)
    found = []
    for place, (one, points) in enumerate(weighed):
        after = _sum(weighed[: place + 1], one.at)
        passed = [step for step in THRESHOLDS if after - points < step.points <= after]
        if passed:
            found.append(Reached(passed[-1], one.key, one.at))
    return found


def next_threshold(strikes: Sequence[Given], at: datetime) -> Threshold | None:
    """What more points would reach; None above the last."""
    points = total(strikes, at)
    return next((step for step in THRESHOLDS if step.points > points), None)


def next_threshold_text(strikes: Sequence[Given], at: datetime) -> str:
    """The same in words, for whoever has strikes."""
    points, following = total(strikes, at), next_threshold(strikes, at)
    if following is None:
        return _(
            "You have %(points)d points. More of them can end in the loss of your account."
        ) % {"points": points}
    return _(
        "You have %(points)d points. At %(next)d: %(action)s for %(days)d days. Points of a strike "
        "stop counting after a time."
    ) % {
        "points": points,
        "next": following.points,
        "action": _WORDS[following.action](),
        "days": following.span.days,
    }


_WORDS = {
    ActionName.LIMIT_GENERATION: lambda: _("you cannot make videos"),
    ActionName.SUSPEND: lambda: _("your account is suspended"),
}


def _points(level: Level, before: int) -> int:
    if before == 0:
        return level.first
    return level.points if before % level.every == 0 else 0


def _sum(weighed: Iterable[tuple[Given, int]], at: datetime) -> int:
    return sum(points for one, points in weighed if one.at <= at < one.expires_at)
