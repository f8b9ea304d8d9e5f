"""What waits for a second person about a case, or about a thing without one (E19)."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from enforcement.models import Case, Proposal, ProposalState
from enforcement.states import CaseSource
from lib.errors import StaleState


def waiting_about(case: Case | None, *, kind: str, key: UUID) -> "QuerySet[Proposal]":
    """Those of the case; without one, those about the thing that have none either."""
    rows = Proposal.objects.filter(state=ProposalState.WAITING, case=case)
    return rows if case is not None else rows.filter(subject_kind=kind, subject_id=key)


def refuse_past(case: Case | None, *, kind: str, key: UUID) -> None:
    """Nothing is decided past what waits: it is approved or declined first. Raises StaleState."""
    if waiting_about(case, kind=kind, key=key).exists():
        raise StaleState(_("A proposal about this waits: approve or decline it first."))


def without_proposed(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Without those in which a decision waits, nor appeals to which one is the answer."""
    waits = Proposal.objects.filter(state=ProposalState.WAITING)
    of_thing = {"subject_kind": OuterRef("subject_kind"), "subject_id": OuterRef("subject_id")}
    answers = Exists(waits.filter(case=OuterRef("follows"))) | (
        Q(follows=None) & Exists(waits.filter(case=None, **of_thing))
    )
    cases = cases.exclude(Exists(waits.filter(case=OuterRef("pk"))))
    return cases.exclude(Q(source=CaseSource.APPEAL) & answers)
