"""What our own detectors found of somebody becomes a case without a report."""

from datetime import timedelta

from django.utils import timezone

from enforcement.models import CaseFinding
from enforcement.services import snapshots
from enforcement.services.cases import ensure_case, find_in, last_settled
from enforcement.states import CaseSource
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from enforcement.triage.routing import Matter, route
from lib.actors import Actor
from moderation.categories import Category
from moderation.events import FindingRaised

FINDER = Actor.system("findings")
REASON = "a pattern was found"
# As the gravest reason of the same matter (enforcement/reasons.py); hours until somebody looks.
_GRAVE = {
    Category.CHILD_SAFETY: (100, 1),
    Category.SELF_HARM: (100, 1),
    Category.SEXUAL: (75, 24),
    Category.LIKENESS: (75, 24),
    Category.HATE: (75, 48),
}
_OTHERS = (50, 48)


def put_in_case(event: FindingRaised) -> None:
    """In the transaction of the event. Raised again as it grows it stays in its case, also once
    that was decided. Of somebody who left there is no case."""
    if CaseFinding.objects.filter(finding_id=event.finding_id).exists():
        return
    profile = subject_of(SubjectKind.PROFILE)
    target = profile.known(event.person_id)
    if target is None:
        return
    category = Category(event.category)
    severity, hours = _GRAVE.get(category, _OTHERS)
    queue = route(Matter(SubjectKind.PROFILE, category=category))
    diverted = category == Category.CHILD_SAFETY
    due_at = timezone.now() + timedelta(hours=hours)
    case = ensure_case(
        target,
        queue=queue,
        severity=severity,
        due_at=due_at,
        source=CaseSource.FINDING,
        diverted=diverted,
        follows=None if diverted else last_settled(target),
        reason=REASON,
        actor=FINDER,
    )
    CaseFinding.objects.bulk_create(
        [CaseFinding(finding_id=event.finding_id, case=case, kind=event.kind, category=category)],
        ignore_conflicts=True,
    )
    find_in(case, queue=queue, severity=severity, due_at=due_at)
    if not diverted:
        snapshots.take(case, target, snapshots.seen_now(target))
