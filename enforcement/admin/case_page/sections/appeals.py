from typing import Any

from django.urls import reverse

from accounts.admin.sections.shown import Link, when
from accounts.models import User
from enforcement.models import Appeal, AppealText, Case
from enforcement.states import CaseSource


def read(case: Case, viewer: User) -> dict[str, Any] | None:
    """What was said against a decision, by which side, and what was answered; never by whom."""
    if case.source != CaseSource.APPEAL:
        return None
    rows = case.appeals.select_related("decision", "words").order_by("opened_at", "pk")
    return {"appeals": [_shown(one) for one in rows]}


def _shown(one: Appeal) -> dict[str, Any]:
    words: AppealText | None = getattr(one, "words", None)
    href = reverse("admin:enforcement_decision_change", args=[one.decision_id])
    return {
        "id": one.public_id,
        "party": "whose it is" if one.party == "owner" else "somebody who reported it",
        "decision": Link(one.decision.public_id, href),
        "at": when(one.opened_at),
        "state": one.get_outcome_display() or one.get_state_display(),
        "text": words.text if words else "",
        "answer": (words.answer or "") if words else "",
    }
