"""Actions that begin later than their decision (E17)."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from audit.services import record
from enforcement.decision_notices import mail_if_moved, tell_begun
from enforcement.models import ActionState, DecisionAction
from enforcement.services.applying import CLOCK, begin_action
from lib.repairs import repair_each


def begin_due() -> int:
    """Do what is due, and tell. Returns of how many people. Person by person, whose row is held as
    whoever decides holds it: what is superseded never begins, what begins does so once; whoever is
    killed leaves the rest to the next round."""
    theirs = _due().filter(decision__owner_id=OuterRef("pk"))
    return repair_each(User.objects.filter(Exists(theirs)), _begin_of, by="created_at")


def _due() -> QuerySet[DecisionAction]:
    return DecisionAction.objects.filter(state=ActionState.WAITING, begins_at__lte=timezone.now())


def _begin_of(person: User) -> None:
    rows = _due().filter(decision__owner_id=person.pk).select_related("decision__case")
    due = list(rows.order_by("begins_at", "decision", "position"))
    for row in due:
        stood = User.objects.values_list("state", flat=True).get(pk=person.pk)
        begin_action(row)
        mail_if_moved(row.decision, stood=stood)
        record(
            "enforcement.action.begun",
            actor=CLOCK,
            target=row.decision.public_id,
            what=row.name,
            became=row.state,
            sealed=row.decision.case is not None and row.decision.case.diverted,
        )
    for row in due:
        if row.state == ActionState.APPLIED:
            tell_begun(row)
