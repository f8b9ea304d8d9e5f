"""A scan as its rows remember it, ready to be judged again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from moderation.answers import ORDER, Coverage, merged_coverage
from moderation.categories import Category, Surface
from moderation.models import Outcome, Review, ReviewState, Scan
from moderation.policy.audience import Audience, Destination
from moderation.policy.judging import Evidence, Judgement, judge
from moderation.policy.rows import Policy
from moderation.services.rating import evidence_of

AT_ONCE = 500
Pair = tuple[Surface, Category]


@dataclass(frozen=True, slots=True)
class Remembered:
    """`assessed`: pairs that some scan of the thing assessed, and how well; `forgiven`: a person
    found some of it fine, so that its verdict is milder than the recorded one may be."""

    scan: Scan
    evidence: Sequence[Evidence]
    audience: Audience
    forgiven: bool
    assessed: dict[Pair, Coverage] = field(repr=False)

    def judged(self, policy: Policy, *, recorded_by: Policy) -> Judgement:
        """As the stage itself was judged. `recorded_by`: what it demanded tells what the stage
        left to another: pairs that it demanded and the scan does not miss."""
        return judge(
            self.evidence,
            audience=self.audience,
            policy=policy,
            profile=self.scan.profile,
            elsewhere=self._elsewhere(policy, recorded_by),
        )

    def judged_for(
        self, audience: Audience, policy: Policy, *, minor: bool, recorded_by: Policy
    ) -> Judgement:
        """For others than its maker."""
        return judge(
            self.evidence,
            audience=audience.with_minor() if minor else audience,
            policy=policy,
            profile=self.scan.profile,
            elsewhere=self._elsewhere(policy, recorded_by),
        )

    def _elsewhere(self, policy: Policy, recorded_by: Policy) -> frozenset[Pair]:
        missed = {(Surface(surface), Category(name)) for surface, name in self.scan.lacking}
        left = {
            (one.surface, category)
            for one in self.evidence
            for category in recorded_by.lacking(
                self.scan.profile, one.surface, merged_coverage(one.answers)
            )
        }
        by_others = {
            pair
            for pair, least in self._demanded(policy).items()
            if ORDER[self.assessed.get(pair, Coverage.NOT_ASSESSED)] >= ORDER[least]
        }
        return frozenset((left - missed) | by_others)

    def _demanded(self, policy: Policy) -> dict[Pair, Coverage]:
        required = policy.required[self.scan.profile]
        return {
            (one.surface, category): least
            for one in self.evidence
            for category, least in required[one.surface].items()
        }


def remembered(since: datetime) -> Iterator[Remembered | Scan]:
    """The scans from then on, oldest first; a scan itself where its rows cannot be understood."""
    rows = Scan.objects.filter(at__gte=since).order_by("id").prefetch_related("findings")
    batch: list[Scan] = []
    for scan in rows.iterator(chunk_size=AT_ONCE):
        batch.append(scan)
        if len(batch) == AT_ONCE:
            yield from _understood(batch)
            batch = []
    yield from _understood(batch)


def _understood(scans: Sequence[Scan]) -> Iterator[Remembered | Scan]:
    subjects = {scan.subject for scan in scans}
    fine = _found_fine(subjects)
    assessed = _assessed(subjects)
    for scan in scans:
        mine = fine[scan.subject, scan.stage]
        try:
            facts = {**scan.audience, "destination": Destination(scan.audience["destination"])}
            evidence = evidence_of([scan], found_fine=lambda _, mine=mine: mine)  # type: ignore[misc]
            yield Remembered(scan, evidence, Audience(**facts), bool(mine), assessed[scan.subject])
        except (KeyError, TypeError, ValueError):
            yield scan


def _found_fine(subjects: Iterable[str]) -> dict[tuple[str, str], set[str]]:
    """By subject and stage, what a person found fine, whenever they did."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    decided = Review.objects.filter(subject__in=subjects, state=ReviewState.DECIDED)
    rows = decided.exclude(outcome=Outcome.REFUSED).values_list("subject", "stage", "category")
    for subject, stage, category in rows:
        found[subject, stage].add(category)
    return found


def _assessed(subjects: Iterable[str]) -> dict[str, dict[Pair, Coverage]]:
    """By subject, the best coverage that any of its scans reached."""
    found: dict[str, dict[Pair, Coverage]] = defaultdict(dict)
    for subject, coverage in Scan.objects.filter(subject__in=subjects).values_list(
        "subject", "coverage"
    ):
        for pair, word in _pairs(coverage):
            before = found[subject].get(pair, word)
            found[subject][pair] = max(before, word, key=ORDER.__getitem__)
    return found


def _pairs(coverage: dict[str, dict[str, str]]) -> Iterator[tuple[Pair, Coverage]]:
    for surface, categories in coverage.items():
        for name, word in categories.items():
            if name in Category and surface in Surface and word in list(Coverage):
                yield (Surface(surface), Category(name)), Coverage(word)
