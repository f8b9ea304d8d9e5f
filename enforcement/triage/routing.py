"""Which queue a matter goes to: the first rule that matches, else the default. Rules are data, and
checked when they are read: none sends something grave to a queue for what is less grave."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from enforcement.reasons import REASONS, Queue, Reason, Topic
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.queues import DESKS, stronger
from moderation.categories import Category

DEFAULT = Queue.GENERAL


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known of something as it comes in. Of `reason` and `category` (of what a detector
    found) one is there. `shown`: whoever says so is in it by our records; `minor`: somebody under
    18 is in it."""

    kind: SubjectKind
    reason: Reason | None = None
    category: Category | None = None
    shown: bool = False
    minor: bool = False

    @property
    def is_diverted(self) -> bool:
        """Of child safety: it has a way of its own, which no rule touches."""
        own = self.reason is not None and self.reason.diverted
        return own or self.category == Category.CHILD_SAFETY


@dataclass(frozen=True, slots=True)
class Rule:
    """Matches where all that it names fits; what it does not name fits always."""

    name: str
    queue: Queue
    reasons: frozenset[str] = frozenset()
    categories: frozenset[Category] = frozenset()
    kinds: frozenset[SubjectKind] = frozenset()
    shown: bool | None = None
    minor: bool | None = None

    def fits(self, matter: Matter) -> bool:
        """Whether this rule decides."""
        code = matter.reason.code if matter.reason else None
        return (
            (not (self.reasons or self.categories)
             or code in self.reasons or matter.category in self.categories)
            and (not self.kinds or matter.kind in self.kinds)
            and self.shown in (None, matter.shown)
            and self.minor in (None, matter.minor)
        )  # fmt: skip


def _in(queue: Queue) -> frozenset[str]:
    return frozenset(code for code, reason in REASONS.items() if reason.queue == queue)


_SEXUAL = frozenset(code for code, one in REASONS.items() if one.topic == Topic.SEXUAL)
RULES: tuple[Rule, ...] = (
    Rule("danger to life", Queue.URGENT, _in(Queue.URGENT), frozenset({Category.SELF_HARM})),
    # Somebody who is no expert on age chose a milder word for what they saw.
    Rule("sexual, with a minor in it", Queue.URGENT, _SEXUAL, minor=True),
    Rule("intimate images", Queue.INTIMATE, _in(Queue.INTIMATE)),
    # Whoever is in it says that it shows them so: for them it is an intimate image.
    Rule("sexual, says who is in it", Queue.INTIMATE, frozenset({"sexual_content"}), shown=True),
    Rule("ages", Queue.AGE, _in(Queue.AGE)),
    Rule("complaints of impersonation", Queue.IMPERSONATION, _in(Queue.IMPERSONATION)),
    Rule("likeness", Queue.LIKENESS, _in(Queue.LIKENESS), frozenset({Category.LIKENESS})),
    Rule("private things of whoever is in it", Queue.LIKENESS, frozenset({"harassment_private"}),
         shown=True),
)  # fmt: skip


def route(matter: Matter, rules: Iterable[Rule] = RULES) -> Queue:
    """The queue of the first rule that matches."""
    if matter.is_diverted:
        return Queue.CHILD_SAFETY
    return next((rule.queue for rule in rules if rule.fits(matter)), DEFAULT)


def clock_of(queue: Queue, reason: Reason) -> timedelta:
    """How long it may wait there: the shorter of the reason's and the queue's."""
    return min(reason.sla, DESKS[queue].clock)


def faults(rules: Iterable[Rule]) -> Iterator[str]:
    """What rules do that none may: fill the queue of child safety, or weaken a reason."""
    for rule in rules:
        if rule.queue == Queue.CHILD_SAFETY:
            yield f"{rule.name}: child safety is no rule's"
        for code in rule.reasons or REASONS:
            own = REASONS[code]
            if not own.diverted and stronger(own.queue, rule.queue):
                yield f"{rule.name}: {code} belongs to {own.queue}"


if _FAULTS := list(faults(RULES)):
    raise ValueError("; ".join(_FAULTS))
