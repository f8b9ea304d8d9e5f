from typing import Any

from django.urls import reverse

from accounts.admin.sections.shown import Link, when
from accounts.models import User
from enforcement.limits import APPEAL_CHARACTERS
from enforcement.models import Appeal, AppealText, Case, DecisionText
from enforcement.policies import claimable
from enforcement.shown_appeals import appeals_in, is_asked, may_be_asked
from enforcement.states import CaseSource


def read(case: Case, viewer: User) -> dict[str, Any] | None:
    """What was said against a decision, by which side, what was asked and replied, and what was
    answered; never by whom. Whoever may answer it may ask."""
    if case.source != CaseSource.APPEAL:
        return None
    answers = claimable(viewer).filter(pk=case.pk).exists()
    return {
        "appeals": [appeal_shown(one, answers=answers) for one in appeals_in(case)],
        "most": APPEAL_CHARACTERS,
    }


def appeal_shown(one: Appeal, *, answers: bool) -> dict[str, Any]:
    """A row of `appeals_in`. `answers`: whether the viewer may answer it."""
    words: AppealText | None = getattr(one, "words", None)
    told: DecisionText | None = getattr(one.decision, "text", None)
    href = reverse("admin:enforcement_decision_change", args=[one.decision_id])
    ask = reverse("admin:enforcement_case_ask", args=[one.case.public_id, one.public_id])
    return {
        "id": one.public_id,
        "party": "whose it is" if one.party == "owner" else "somebody who reported it",
        "decision": Link(one.decision.public_id, href),
        "told": told.statement if told else "",
        "at": when(one.opened_at),
        "state": one.get_outcome_display() or one.get_state_display(),
        "text": words.text if words else "",
        "dialog": [
            {"asked": each.from_staff, "text": each.text, "at": when(each.at)}
            for each in one.messages.all()
        ],
        "asked": is_asked(one),
        "ask": ask if answers and may_be_asked(one) else "",
        "answer": (words.answer or "") if words else "",
    }
