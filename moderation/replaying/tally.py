"""Scan after scan into the tables."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from moderation.answers import Coverage
from moderation.categories import Category
from moderation.policy.audience import ADULT_PROFILE, PUBLIC_FEED, Audience
from moderation.policy.judging import Effect, Judgement, judge
from moderation.policy.rows import Policy, Verdict
from moderation.replaying.remembered import Remembered
from moderation.replaying.tables import MOST_IDS, Move


@dataclass(slots=True)
class Fits:
    """Whether what a stage found is fit for others, now and under the draft."""

    adults: tuple[bool, bool]
    under_18: tuple[bool, bool]


@dataclass(slots=True)
class Tally:
    """Takes scans oldest first: of each stage of a thing the newest counts for who may see it."""

    current: Policy
    draft: Policy
    minors: frozenset[str]
    scans: int = 0
    all: Counter[Move] = field(default_factory=Counter)
    category: dict[str, Counter[Move]] = field(default_factory=lambda: defaultdict(Counter))
    surface: dict[str, Counter[Move]] = field(default_factory=lambda: defaultdict(Counter))
    audience: dict[str, Counter[Move]] = field(default_factory=lambda: defaultdict(Counter))
    effects: Counter[tuple[Effect, Effect]] = field(default_factory=Counter)
    moves: dict[Move, list[str]] = field(default_factory=lambda: defaultdict(list))
    fits: dict[str, dict[str, Fits]] = field(default_factory=lambda: defaultdict(dict))
    refused: dict[str, None] = field(default_factory=dict)
    unlike: list[str] = field(default_factory=list)
    policies: Counter[str] = field(default_factory=Counter)
    detectors: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    newest: dict[str, str] = field(default_factory=dict)
    scoreless: Counter[str] = field(default_factory=Counter)

    def add(self, one: Remembered) -> None:
        now = one.judged(self.current, recorded_by=self.current)
        then = one.judged(self.draft, recorded_by=self.current)
        self._count(one, now, then)
        self._look(one)
        self._doubt(one, now)

    def _count(self, one: Remembered, now: Judgement, then: Judgement) -> None:
        move = (now.verdict, then.verdict)
        worse = then if then.verdict > now.verdict else now
        self.scans += 1
        self.all[move] += 1
        self.category[worse.category or "none"][move] += 1
        self.surface[self._deciding(one, worse, then)][move] += 1
        self.audience[_named(one.audience)][move] += 1
        self.effects[now.effect, then.effect] += 1
        if now.verdict != then.verdict and len(self.moves[move]) < MOST_IDS:
            self.moves[move].append(one.scan.public_id)
        if Effect.REFUSE == then.effect != now.effect:
            self.refused[one.scan.subject] = None

    def _deciding(self, one: Remembered, worse: Judgement, then: Judgement) -> str:
        """The surface that led to the stricter verdict; "none" where nothing did."""
        policy = self.draft if worse is then else self.current
        if worse.verdict == Verdict.ALLOW:
            return "none"
        strict = one.audience.with_minor() if worse.depicts_minor else one.audience
        for evidence in one.evidence:
            alone = judge([evidence], audience=strict, policy=policy, profile=one.scan.profile)
            if (alone.verdict, alone.category) == (worse.verdict, worse.category):
                return evidence.surface.value
        return "several"

    def _look(self, one: Remembered) -> None:
        def fits(audience: Audience, most: Verdict, policy: Policy) -> bool:
            judgement = one.judged_for(
                audience, policy, minor=one.scan.subject in self.minors, recorded_by=self.current
            )
            return judgement.effect == Effect.PASS and judgement.verdict <= most

        def both(audience: Audience, most: Verdict) -> tuple[bool, bool]:
            return fits(audience, most, self.current), fits(audience, most, self.draft)

        self.fits[one.scan.subject][one.scan.stage] = Fits(
            adults=both(ADULT_PROFILE, Verdict.LIMIT), under_18=both(PUBLIC_FEED, Verdict.ALLOW)
        )

    def _doubt(self, one: Remembered, now: Judgement) -> None:
        scan = one.scan
        if scan.policy_version != self.current.version:
            self.policies[scan.policy_version] += 1
        elif now.verdict.word != scan.verdict and not one.forgiven:
            self.unlike.append(scan.public_id)
        for name, version in scan.detectors.items():
            self.detectors[name][version] += 1
            self.newest[name] = version
        for category in _without_scores(one):
            columns = one.audience.columns
            before, after = (
                policy.thresholds(category, columns) for policy in (self.current, self.draft)
            )
            if before != after:
                self.scoreless[category.value] += 1


def _without_scores(one: Remembered) -> set[Category]:
    found = set()
    for evidence in one.evidence:
        for answer in evidence.answers:
            scored = {hit.category for hit in answer.hits}
            whole = {name for name, how in answer.coverage.items() if how == Coverage.ASSESSED}
            found |= whole - scored
    return found


def _named(audience: Audience) -> str:
    flags = ("under_18", "depicts_minor", "likeness")
    return " + ".join(
        [audience.destination.value, *(flag for flag in flags if getattr(audience, flag))]
    )
