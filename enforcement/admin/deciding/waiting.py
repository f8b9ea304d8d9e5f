"""What waits for a second person, in words, on the pages of what it is about."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.models import User
from enforcement.limits import PROPOSAL_WAITS
from enforcement.models import Case, Decision, Proposal
from enforcement.policies import see_proposed
from enforcement.proposed import waiting_about
from enforcement.pseudonyms import pseudonym_of
from enforcement.states import CaseSource


@dataclass(frozen=True, slots=True)
class Waits:
    """A proposal: by whom (a pseudonym) since when, until when somebody else may approve it, and
    its page. `mine`: the reader asked for it."""

    public_id: str
    href: str
    asker: str
    asked_at: datetime
    until: datetime
    mine: bool


def waiting_in(case: Case, by: User) -> list[Waits]:
    """What keeps others from deciding in this case; of an appeal also its answer."""
    about = Q(pk__in=waiting_about(case, kind=case.subject_kind, key=case.subject_id).values("pk"))
    if case.source == CaseSource.APPEAL:
        before = waiting_about(case.follows, kind=case.subject_kind, key=case.subject_id)
        about |= Q(pk__in=before.values("pk"))
    return _shown(see_proposed.queryset(by).filter(about), by)


def waiting_on(decision: Decision, by: User) -> list[Waits]:
    """What keeps others from undoing this decision."""
    kind, key = decision.subject_kind, decision.subject_id
    rows = waiting_about(decision.case, kind=kind, key=key)
    return _shown(see_proposed.queryset(by).filter(pk__in=rows.values("pk")), by)


def _shown(rows: "QuerySet[Proposal]", by: User) -> list[Waits]:
    return [
        Waits(
            one.public_id,
            reverse("admin:enforcement_proposal_change", args=[one.pk]),
            pseudonym_of(one.asked_by),
            one.asked_at,
            one.asked_at + PROPOSAL_WAITS,
            one.asked_by == by.pk,
        )
        for one in rows.order_by("asked_at")
    ]
