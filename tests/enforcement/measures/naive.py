"""The same numbers, counted row by row."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from enforcement.measures.backlog import Waiting
from enforcement.measures.bands import Band, band_of
from enforcement.measures.overturning import By
from enforcement.measures.scope import SMALLEST, Scope, Share
from enforcement.measures.timing import Timing
from enforcement.models import Case, CaseFinding, CaseTransition, Decision, DecisionAction, Report
from enforcement.reasons import Queue
from enforcement.states import UNDECIDED


def quantile(values: list[float], share: float) -> float:
    """Between the two nearest."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def timings(scope: Scope) -> list[Timing]:
    groups: dict[tuple[Queue, Band], list[tuple[float, bool]]] = defaultdict(list)
    for case in Case.objects.all():
        steps = [
            s.at for s in CaseTransition.objects.filter(subject_id=case.pk, to_state="decided")
        ]
        if not steps or not within(scope, min(steps)) or case.diverted not in scope.diverted:
            continue
        first = min(steps)
        began = [case.opened_at]
        began += [one.created_at for one in Report.objects.filter(case=case) if one.counts]
        groups[Queue(case.queue), band_of(case.severity)].append(
            ((first - min(began)).total_seconds(), first > case.sla_due_at)
        )
    return [_timing(queue, band, groups[queue, band])
            for queue in Queue for band in Band if (queue, band) in groups]  # fmt: skip


def _timing(queue: Queue, band: Band, found: list[tuple[float, bool]]) -> Timing:
    times = [seconds for seconds, _ in found]
    told = len(found) >= SMALLEST
    half, nine = (timedelta(seconds=quantile(times, s)) if told else None for s in (0.5, 0.9))
    return Timing(queue, band, len(found), sum(late for _, late in found), half, nine)


def waiting(now: datetime, *, child_safety: bool) -> list[Waiting]:
    found = []
    for queue in Queue:
        if queue == Queue.CHILD_SAFETY and not child_safety:
            continue
        cases = [c for c in Case.objects.filter(queue=queue) if c.state in UNDECIDED]
        ages = [(now - case.opened_at).total_seconds() for case in cases]
        late = sum(case.sla_due_at < now for case in cases)
        oldest, half = (
            (timedelta(seconds=max(ages)), timedelta(seconds=quantile(ages, 0.5)))
            if ages
            else (None, None)
        )
        found.append(Waiting(queue, len(cases), late, oldest, half))
    return found


def fallen(scope: Scope, by: By) -> list[Share]:
    groups: dict[str, list[tuple[Decision, bool]]] = defaultdict(list)
    for one in Decision.objects.select_related("case"):
        if not within(scope, one.at) or (one.case and one.case.diverted not in scope.diverted):
            continue
        later = Decision.objects.filter(supersedes=one).first()
        fell = later is not None and later.outcome != one.outcome
        for name in set(GROUPS[by](one)):
            groups[name].append((one, fell))
    shares = []
    for name, found in sorted(groups.items()):
        owners = {one.owner_id for one, _ in found}
        people = len(found) if by is By.REVIEWER else len(owners)
        shares.append(Share(name, sum(fell for _, fell in found), len(found), people))
    return shares


def _detectors(one: Decision) -> Iterable[str]:
    found = CaseFinding.objects.filter(case=one.case)
    return [f.detector or f.kind for f in found if f.at <= one.at]


GROUPS: dict[By, Callable[[Decision], Iterable[str]]] = {
    By.ACTION: lambda one: [
        row.name for row in DecisionAction.objects.filter(decision=one) if row.reached is None
    ],
    By.POLICY: lambda one: one.policies,
    By.DETECTOR: _detectors,
    By.AUTOMATION: lambda one: [one.decided_by] if one.source == "automation" else [],
    By.REVIEWER: lambda one: [one.decided_by] if one.decided_by.startswith("usr_") else [],
}


def right(scope: Scope, key: Callable[[Report], str]) -> dict[str, Share]:
    groups: dict[str, list[Report]] = defaultdict(list)
    for one in Report.objects.all():
        answered = one.answered_at is not None and within(scope, one.answered_at)
        if answered and one.counts and one.diverted in scope.diverted:
            groups[key(one)].append(one)
    return {
        name: Share(
            name,
            sum(one.outcome == "violation" for one in found),
            len(found),
            len({one.reporter_id or one.contact_id for one in found}),
        )
        for name, found in groups.items()
    }


def kind_of(one: Report) -> str:
    if one.trusted:
        return "trusted flagger"
    if one.verified:
        return "whose likeness it is"
    return "anybody else" if one.reporter_id else "without an account"


def within(scope: Scope, moment: Any) -> bool:
    return bool(scope.since <= moment < scope.until)
