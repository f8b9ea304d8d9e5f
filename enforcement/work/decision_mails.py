"""Letters to people about whom something was decided: why, in every element of a statement of
reasons, and how their account stands where that changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import SHUTTING_OUT, PersonHold, User
from enforcement.actions.names import ActionName
from enforcement.appeal_rules import Standing
from enforcement.ending import told_end
from enforcement.links import appeal_link
from enforcement.models import ActionState, Decision, DecisionAction, DecisionText
from enforcement.services.statements import right_of, rules_of
from enforcement.shown_decisions import decisions_for
from enforcement.worded import reasons_of
from enforcement.work.mails import send
from lib.sanctions import LIVE


def send_decision(decision_id: UUID) -> bool:
    """False where nobody is left to read it."""
    decision = Decision.objects.get(pk=decision_id)
    person = reader_of_letters(decision)
    return person is not None and send("decided", str(person.email), standing_facts(person))


def send_statement(decision_id: UUID, *, moved: bool) -> bool:
    """The statement of reasons of a decision; `moved`: the account stands otherwise since. False
    where nobody is left to read it."""
    person = reader_of_letters(Decision.objects.get(pk=decision_id))
    facts = statement_facts(decision_id, person, moved=moved) if person else None
    return facts is not None and send("decided", str(person.email), facts)  # type: ignore[union-attr]


def statement_facts(decision_id: UUID, person: User, *, moved: bool) -> dict[str, Any] | None:
    """What stands in that letter; None where there is nothing to say."""
    row = decisions_for(person).filter(pk=decision_id).first()
    if row is None:
        return standing_facts(person) if moved else None
    link = appeal_link(row) if right_of(row).standing == Standing.OPEN else ""
    stands = _standing(person) if moved else None
    return {"stands": stands, "reasons": {**reasons_of(row, person), "link": link}}


def standing_facts(person: User) -> dict[str, Any]:
    """What stands in a letter about the account alone."""
    return {"stands": _standing(person)}


def reader_of_letters(decision: Decision) -> User | None:
    """Whom it concerns, if they still have an address."""
    people = User.objects.filter(pk=decision.owner_id, deleted_at=None)
    return people.exclude(email=None).first()


def _standing(person: User) -> dict[str, Any]:
    """How it stands now; where nobody signs in to it, also why and until when, whichever decision
    that is."""
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
        "until": _last([told_end(row) for row in told]) if len(told) == len(causes) else None,
        "rules": rules_of(told[0].decision),
        "statement": text.statement if text else "",
    }


def _last(ends: list[datetime | None]) -> datetime | None:
    """When they can sign in again; None where nobody knows."""
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None
