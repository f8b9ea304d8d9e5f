"""When a thing that was decided about is looked at again because somebody reports it (E9)."""

from enum import StrEnum

from django.utils import timezone

from enforcement.limits import REOPEN_PERSON_AFTER, REOPEN_REPORTERS, REOPEN_SEVERITY
from enforcement.models import Case, Report, Snapshot
from enforcement.reasons import Reason
from enforcement.states import Outcome
from enforcement.subjects.base import Target
from enforcement.subjects.kinds import SubjectKind


class Why(StrEnum):
    """The rule by which a new case follows a decided one; it stands in the case's history."""

    CHANGED = "the thing is not what was decided about"
    GRAVER = "a graver reason than any that was decided about"
    NEW_VOICE = "somebody in it, or a trusted flagger, who had not spoken"
    LATER = "somebody goes on; what was decided is a month old"
    NUMBER = "many different people since the decision, once"


def reopening(
    last: Case, *, target: Target, reason: Reason, digest: str, special: bool, again: bool
) -> Why | None:
    """Why a new case is opened, or None: then the report has the answer that stands.

    `special`: the reporter is shown in it by our records, or is a trusted flagger; `again`: the
    same person reported it in the last case already.
    """
    # Its owner changed it since, so nobody looked at what is there now.
    if not target.gone and _is_other(last, digest):
        return Why.CHANGED
    # A decision about spam says nothing of a threat.
    if reason.severity >= REOPEN_SEVERITY and reason.severity > last.severity:
        return Why.GRAVER
    # Whoever is in it knows what a reviewer cannot see.
    if special and not again:
        return Why.NEW_VOICE
    # A film stays what it is and a person does not: else whoever was once found fine in a grave
    # matter could be reported for nothing ever after.
    if target.kind == SubjectKind.PROFILE and _is_old(last):
        return Why.LATER
    # Once, and only where nothing was found: else a crowd would have it looked at for ever.
    if last.outcome == Outcome.NO_VIOLATION and last.follows_id is None and not again:
        since = Report.objects.filter(
            case=last, counts=True, reporter_id__isnull=False, created_at__gt=last.decided_at
        )
        if since.values("reporter_id").distinct().count() + 1 >= REOPEN_REPORTERS:
            return Why.NUMBER
    return None


def _is_old(last: Case) -> bool:
    return last.decided_at is not None and last.decided_at <= timezone.now() - REOPEN_PERSON_AFTER


def _is_other(last: Case, digest: str) -> bool:
    seen = Snapshot.objects.filter(case=last)
    return seen.exists() and not seen.filter(digest=digest).exists()
