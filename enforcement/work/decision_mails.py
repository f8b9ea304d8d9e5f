"""Letters to people whose account stands otherwise since a decision, or since its time is over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import SHUTTING_OUT, PersonHold, User
from enforcement.actions.names import ActionName
from enforcement.models import ActionState, Decision, DecisionAction, DecisionText
from enforcement.reasons import REASONS
from enforcement.work.mails import send
from lib.sanctions import LIVE


def send_decision(decision_id: UUID) -> bool:
    """False where nobody is left to read it."""
    decision = Decision.objects.get(pk=decision_id)
    people = User.objects.filter(pk=decision.owner_id, deleted_at=None)
    person = people.exclude(email=None).first()
    return person is not None and send("decided", str(person.email), facts_of(person))


def facts_of(person: User) -> dict[str, Any]:
    """How the account stands now; where nobody signs in to it, also why and until when, whichever
    decision that is."""
    return {"standing": person.standing.value, **_what_shuts_out(person)}


def _what_shuts_out(person: User) -> dict[str, Any]:
    """Of the newest decision that does; nothing of child safety (E47), nor where staff or a rule
    say so without a decision."""
    holds = PersonHold.objects.filter(LIVE, person=person, kind__in=SHUTTING_OUT)
    causes = set(holds.values_list("cause", flat=True))
    shutting = DecisionAction.objects.filter(
        decision__owner_id=person.pk,
        name__in=[ActionName.BAN, ActionName.SUSPEND],
        state=ActionState.APPLIED,
    )
    rows = shutting.exclude(decision__case__diverted=True).select_related("decision__text")
    told = [row for row in rows.order_by("-decision__at") if row.cause in causes]
    if not told:
        return {"until": None, "rules": [], "statement": ""}
    text: DecisionText | None = getattr(told[0].decision, "text", None)
    return {
        "until": _last([row.until for row in told]) if len(told) == len(causes) else None,
        "rules": [REASONS[code].label for code in told[0].decision.policies],
        "statement": text.statement if text else "",
    }


def _last(ends: list[datetime | None]) -> datetime | None:
    """When they can sign in again; None where nobody knows."""
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None
