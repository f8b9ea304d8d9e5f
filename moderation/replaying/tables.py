"""What a replay found: numbers and ids, never words. Pages and commands draw the same tables."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from moderation.policy.judging import Effect
from moderation.policy.rows import Verdict
from moderation.rates import Rate

MOST_IDS = 20  # of a cell: enough to look, and no list of people

Move = tuple[Verdict, Verdict]


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often each verdict of now (first) becomes which of the draft (second), in one group."""

    group: str
    counts: Mapping[Move, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def changed(self) -> int:
        return sum(number for (now, then), number in self.counts.items() if now != then)


@dataclass(frozen=True, slots=True)
class Posts:
    """Published things, by typed id. `never_reported`: those of `gone` of which nobody complained
    as far as that is kept; `reports_kept`: whether it is."""

    published: int
    gone: tuple[str, ...]
    never_reported: tuple[str, ...]
    reports_kept: bool
    newly_for_under_18: tuple[str, ...]
    no_longer_for_under_18: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appeals:
    """`newly_refused`: things refused under the draft and not now; `contested`: of all that were
    ever refused, those whose makers contested it."""

    newly_refused: tuple[str, ...]
    contested: Rate

    @property
    def likely(self) -> tuple[float, float, float] | None:
        """Expected number with its 95 % interval; None where nothing was ever refused."""
        if self.contested.share is None:
            return None
        low, high = self.contested.interval
        count = len(self.newly_refused)
        return count * self.contested.share, count * low, count * high


@dataclass(frozen=True, slots=True)
class Limits:
    """What this replay cannot know.

    `unreadable`: scans whose rows name what no policy knows. `unlike_recorded`: scans of the
    present policy that the replay judges otherwise than they were, though no person decided since.
    `other_policies`: scans recorded by other versions, by version. `other_detectors`: scans read by
    other versions than the newest, by detector. `without_scores`: scans that assessed a category,
    kept no score of it, and whose audience meets another threshold there under the draft: what
    lies below a detector's own threshold cannot be judged again.
    """

    unreadable: tuple[str, ...] = ()
    unlike_recorded: tuple[str, ...] = ()
    other_policies: Mapping[str, int] = field(default_factory=dict)
    other_detectors: Mapping[str, int] = field(default_factory=dict)
    without_scores: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replay:
    """`moves`: for each verdict that changes, up to MOST_IDS scans. `effects`: the same counts for
    what follows: pass, hold, refuse."""

    current: str
    draft: str
    days: int
    scans: int
    all: Confusion
    by_category: tuple[Confusion, ...]
    by_surface: tuple[Confusion, ...]
    by_audience: tuple[Confusion, ...]
    effects: Mapping[tuple[Effect, Effect], int]
    moves: Mapping[Move, tuple[str, ...]]
    posts: Posts
    appeals: Appeals
    limits: Limits

    @property
    def changed(self) -> int:
        """Scans whose verdict or effect would differ."""
        effects = sum(number for (now, then), number in self.effects.items() if now != then)
        return max(self.all.changed, effects)


def confusions(counts: Mapping[str, Counter[Move]]) -> tuple[Confusion, ...]:
    return tuple(Confusion(group, counts[group]) for group in sorted(counts))
