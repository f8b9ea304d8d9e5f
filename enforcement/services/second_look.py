"""Whomever staff shut out at the people desk others look at anew (E19): in a case, where what
holds gets its reasons and its appeal, or is found wrong."""

from django.utils import timezone

from accounts.events import StandingDecided
from accounts.models import Standing, StandingReason
from accounts.models.standings import SHUT_OUT
from enforcement.reasons import REASONS, Reason
from enforcement.services import snapshots
from enforcement.services.cases import ensure_case, find_in, last_settled
from enforcement.states import CaseSource
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from lib.actors import Actor

WATCH = Actor.system("people_desk")
# Where the same is looked at when it is reported; all else with what breaks another rule.
AS_REPORTED = {
    StandingReason.SPAM: "deception_spam",
    StandingReason.HARASSMENT: "harassment_targeted",
    StandingReason.IMPERSONATION: "impersonation",
    StandingReason.UNDER_AGE: "underage_user",
}


def look_anew(event: StandingDecided) -> None:
    """In the transaction of the change. Delivered twice, or said again, it is one case."""
    if Standing(event.standing) not in SHUT_OUT:
        return
    target = subject_of(SubjectKind.PROFILE).known(event.user_id)
    if target is None:
        return
    reason = _reason(event.reason)
    due_at = timezone.now() + reason.sla
    case = ensure_case(
        target,
        queue=reason.queue,
        severity=reason.severity,
        due_at=due_at,
        source=CaseSource.FINDING,
        follows=last_settled(target),
        reason=f"shut out at the people desk: {event.reason}",
        actor=WATCH,
    )
    find_in(case, queue=reason.queue, severity=reason.severity, due_at=due_at)
    snapshots.take(case, target, snapshots.seen_now(target))


def _reason(code: str) -> Reason:
    return REASONS[AS_REPORTED.get(StandingReason(code), "other")]
