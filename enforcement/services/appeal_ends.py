"""How an appeal ends: answered, overtaken by another decision, or without whoever sent it."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement.appeal_rules import judged
from enforcement.locking import unlock_film
from enforcement.models import (
    Appeal,
    AppealMessage,
    AppealOutcome,
    AppealState,
    AppealText,
    Case,
    Decision,
    Party,
)
from enforcement.services.cases import close
from enforcement.services.outcomes import settle_case
from enforcement.states import UNDECIDED, CaseState, Outcome
from enforcement.wanted import Wanted
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.states import advance

LEFT = Actor.system("leaving")


def refuse_in_appeal(old: Decision, wanted: Wanted, by: User | Actor) -> None:
    """While an appeal waits, nobody takes the place of a decision of their own (E27): another does,
    answering it or not. That nothing is found is no new decision where a reporter appealed exactly
    that: they are owed an answer with reasons. The caller holds the person. Raises DomainError
    `permission_denied`, `invalid`; StaleState where the appeal that it would answer waits no more.
    """
    waiting = Appeal.objects.filter(decision=old, state=AppealState.PENDING)
    if wanted.appeal_id is not None and not waiting.filter(pk=wanted.appeal_id).exists():
        raise StaleState
    if not isinstance(by, User) or (waiting.exists() and judged(old, by.pk)):
        raise DomainError(
            ErrorCode.PERMISSION_DENIED, _("Somebody who did not decide it must answer.")
        )
    again = wanted.appeal_id is None and not wanted.wishes
    if again and waiting.filter(party=Party.REPORTER).exists():
        raise DomainError(ErrorCode.INVALID, _("Whoever reported it appealed: answer that."))


def settle_appeals(decision: Decision, wanted: Wanted, *, actor: Actor) -> list[Appeal]:
    """Those against the decision whose place `decision` takes: all of the side that it answers are
    resolved, others overtaken. In the caller's transaction, which holds person and case; returns
    who is to be told."""
    old = decision.supersedes
    if old is None:
        return []
    settled: list[Appeal] = []
    if wanted.appeal_id is not None:
        settled = settle_pending(
            old,
            state=AppealState.RESOLVED,
            outcome=AppealOutcome.OVERTURNED,
            answer=wanted.answer or wanted.statement,
            actor=actor,
            result=decision,
        )
    else:
        settled = settle_pending(old, state=AppealState.SUPERSEDED, actor=actor)
    for case_id in sorted({row.case_id for row in settled}):
        case = Case.objects.select_for_update().get(pk=case_id)
        settle_case(case, outcome=Outcome(decision.outcome), actor=actor)
    return settled


def settle_pending(
    decision: Decision,
    *,
    state: AppealState,
    actor: Actor,
    outcome: str = "",
    answer: str = "",
    result: Decision | None = None,
) -> list[Appeal]:
    """All that wait against a decision; of one decision only one side can appeal. What their locks
    held is open again, unless something else holds it."""
    rows = Appeal.objects.select_for_update().filter(decision=decision, state=AppealState.PENDING)
    settled = list(rows.order_by("pk"))
    for row in settled:
        _end(row, state=state, actor=actor, outcome=outcome, result=result)
        if answer:
            AppealText.objects.filter(appeal=row).update(answer=answer)
    return settled


def let_go(person_id: UUID) -> None:
    """Somebody's account is deleted: what they appealed waits no more, and their words go; nor does
    anybody appeal what was decided about them. Safe to do again."""
    theirs = Appeal.objects.filter(person_id=person_id, state=AppealState.PENDING)
    about = Appeal.objects.filter(decision__owner_id=person_id, state=AppealState.PENDING)
    owners = theirs.union(about).values_list("decision__owner_id", flat=True)
    for owner_id in sorted(set(owners)):
        _let_go(person_id, owner_id)
    AppealText.objects.filter(appeal__person_id=person_id).delete()
    AppealMessage.objects.filter(appeal__person_id=person_id).delete()
    AppealMessage.objects.filter(asked_by=person_id).update(asked_by=None)


def _let_go(person_id: UUID, owner_id: UUID) -> None:
    User.objects.select_for_update().filter(pk=owner_id).first()
    waiting = Appeal.objects.select_for_update(of=("self",)).filter(
        decision__owner_id=owner_id, state=AppealState.PENDING
    )
    if owner_id != person_id:
        waiting = waiting.filter(person_id=person_id)
    for row in waiting.select_related("decision").order_by("pk"):
        _end(row, state=AppealState.EXPIRED, actor=LEFT)
        _settle_alone(row)


def back_to_decided(decision: Decision, *, actor: Actor, reason: str) -> None:
    """The case of a decision that stands, once no appeal of it waits."""
    if decision.case_id is None:
        return
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    if case.state == CaseState.UNDER_APPEAL:
        advance(case, to=CaseState.DECIDED, actor=actor, reason=reason)


def _settle_alone(row: Appeal) -> None:
    """Nobody is left who waits in its case."""
    if Appeal.objects.filter(case=row.case_id, state=AppealState.PENDING).exists():
        return
    case = Case.objects.select_for_update().get(pk=row.case_id)
    if case.state in (CaseState.OPEN, CaseState.TRIAGED):
        close(case, actor=LEFT, reason="whoever appealed left")
    elif case.state in UNDECIDED:
        settle_case(case, outcome=Outcome(row.decision.outcome), actor=LEFT)
    back_to_decided(row.decision, actor=LEFT, reason="whoever appealed left")


def _end(
    row: Appeal,
    *,
    state: AppealState,
    actor: Actor,
    outcome: str = "",
    result: Decision | None = None,
) -> None:
    advance(
        row,
        to=state,
        actor=actor,
        reason=outcome or state.value,
        outcome=outcome,
        result=result,
        settled_at=timezone.now(),
    )
    if row.locked:
        unlock_film(row, actor=actor)
    record(
        "enforcement.appeal.ended",
        actor=actor,
        target=row.public_id,
        state=state.value,
        outcome=outcome or None,
    )
