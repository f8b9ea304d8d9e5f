"""Whose word hides a post before anybody decided, for what, and how often: data. Numbers are ours.

Nobody else's does, however many they are; and never more than one post (abuse.md, "hide first").
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from enforcement.models.hidings import Lane
from enforcement.models.reports import Report
from enforcement.reasons import HIGH, REASONS, Reason, Topic

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LaneRule:
    """`fits`: whether a report of a reason takes this lane; `budget`: how many posts one reporter
    or contact hides so in a day; `lasts`: without a decision, None where only that ends it."""

    lane: Lane
    fits: Callable[[Report, Reason], bool]
    budget: int
    lasts: timedelta | None


OF_ONESELF = frozenset({Topic.LIKENESS, Topic.SEXUAL, Topic.HARASSMENT})
RULES: tuple[LaneRule, ...] = (
    LaneRule(
        Lane.SHOWN,
        lambda report, reason: report.verified and reason.topic in OF_ONESELF,
        budget=10,
        lasts=7 * A_DAY,
    ),
    # A notice stands once its address was confirmed, and is complete or refused (E5). The law gives
    # 48 hours (TAKE IT DOWN Act, section 3): a decision ends it and no time does.
    LaneRule(
        Lane.NOTICE,
        lambda report, reason: report.contact_id is not None and reason.needs_notice,
        budget=5,
        lasts=None,
    ),
    LaneRule(
        Lane.FLAGGER,
        lambda report, reason: report.trusted and reason.severity >= HIGH,
        budget=20,
        lasts=7 * A_DAY,
    ),
)
CHILD = LaneRule(Lane.CHILD, lambda report, reason: reason.diverted, budget=10, lasts=None)

A_BUDGET_LASTS = A_DAY
TARGET_BUDGET = 10  # posts of one maker in a day: more is for a person to see
# Not of those who are in it nor of children: a maker who has junk of their own noticed would use up
# what protects these.
COUNTED_FOR_TARGET = frozenset({Lane.NOTICE, Lane.FLAGGER})
# A word that was wrong so often in so long hides nothing any more.
WRONG_AT_MOST = 2
WRONG_COUNTS = 90 * A_DAY
# What is contested is looked at first, and comes back where nobody did.
CONTEST_DUE = timedelta(hours=4)
CONTEST_LASTS = timedelta(hours=24)
# So many in an hour, by whomever, page the leads; once an hour.
SPIKE = 20
SPIKE_WINDOW = timedelta(hours=1)


def lane_of(report: Report) -> LaneRule | None:
    """The first that fits; None where a person decides first."""
    reason = REASONS[report.reason]
    if reason.diverted:
        return None  # a worker asks whether a check supports it
    return next((rule for rule in RULES if rule.fits(report, reason)), None)


def rule_of(lane: str) -> LaneRule:
    """Of a hiding that is there."""
    return next(rule for rule in (*RULES, CHILD) if rule.lane == lane)
