"""What a decision says of its case."""

from django.utils import timezone

from audit.services import record
from enforcement import tasks
from enforcement.models import Case
from enforcement.services.cases import settle
from enforcement.states import CaseState, Outcome
from lib.actors import Actor
from lib.outbox.services import enqueue


def settle_case(case: Case, *, outcome: Outcome, actor: Actor) -> None:
    """Decided, or decided anew: whoever reported it hears of it, and again where it changed. The
    caller holds the case; a closed one keeps what it says."""
    if case.state == CaseState.DECIDED:
        Case.objects.filter(pk=case.pk).update(outcome=outcome, decided_at=timezone.now())
        record(
            "enforcement.case.decided",
            actor=actor,
            target=case.public_id,
            outcome=outcome,
            sealed=case.diverted,
        )
        enqueue(tasks.answer_reports, case.pk)
    elif case.state != CaseState.CLOSED:
        settle(case, outcome=outcome, actor=actor, reason="decided")
