"""Actions that end by themselves (E18)."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from audit.services import record
from enforcement.decision_notices import mail_if_moved, tell_expired
from enforcement.models import ActionState, DecisionAction
from enforcement.services.applying import CLOCK, expire_action
from lib.repairs import repair_each


def lift_ended() -> int:
    """Lift what is over, and tell. Returns of how many people. Person by person, whose row is held
    as whoever decides holds it; whoever is killed leaves the rest to the next round."""
    theirs = _over().filter(decision__owner_id=OuterRef("pk"))
    return repair_each(User.objects.filter(Exists(theirs)), _lift_of, by="created_at")


def _over() -> QuerySet[DecisionAction]:
    return DecisionAction.objects.filter(state=ActionState.APPLIED, until__lte=timezone.now())


def _lift_of(person: User) -> None:
    rows = _over().filter(decision__owner_id=person.pk).select_related("decision__case")
    ended = list(rows.order_by("until", "pk"))
    for row in ended:
        stood = User.objects.values_list("state", flat=True).get(pk=person.pk)
        expire_action(row)
        mail_if_moved(row.decision, stood=stood)
        record(
            "enforcement.action.expired",
            actor=CLOCK,
            target=row.decision.public_id,
            what=row.name,
            sealed=row.decision.case is not None and row.decision.case.diverted,
        )
    for row in ended:
        tell_expired(row)
