"""The maker of a post that was hidden first says that it is fine, in one step."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from enforcement.models import Case, Hiding
from enforcement.policies import see_hiding
from enforcement.states import UNDECIDED
from enforcement.triage.lanes import CONTEST_DUE, CONTEST_LASTS
from lib.actors import Actor
from lib.errors import NotFound


def contest_hiding(*, post_id: UUID, by: User) -> Hiding:
    """It is looked at first, within hours; and is shown again a day later where nobody did, unless
    it is hidden by a notice about intimate images, which only a decision ends. Said twice it is
    once. Raises NotFound where nothing of `by` is hidden so, or of that is told to nobody."""
    mine = see_hiding.queryset(by).filter(post_id=post_id)
    with transaction.atomic():
        cases = Case.objects.filter(hidings__in=mine)
        held = list(cases.select_for_update(of=("self",)).order_by("pk"))
        rows = list(mine.select_for_update(of=("self",)).filter(case__in=held).order_by("pk"))
        if not rows:
            raise NotFound
        for row in rows:
            if row.contested_at is None:
                _contest(row, by)
    return rows[-1]


def _contest(row: Hiding, by: User) -> None:
    now = timezone.now()
    row.contested_at = now
    if row.ends_at is not None:
        row.ends_at = min(row.ends_at, now + CONTEST_LASTS)
    row.save(update_fields=["contested_at", "ends_at"])
    case = Case.objects.get(pk=row.case_id)
    if case.state in UNDECIDED:  # else it goes on beside what its maker may not know (`end`)
        case.sla_due_at = min(case.sla_due_at, now + CONTEST_DUE)
        case.force_review = True
        case.save(update_fields=["sla_due_at", "force_review"])
    record("enforcement.hiding.contested", actor=Actor.person(by.pk), target=case.public_id)
