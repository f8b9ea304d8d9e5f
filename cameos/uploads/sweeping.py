"""What a clock repairs: targets and pictures that ran out, lost messages, unanswered questions."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cameos import tasks
from cameos.attestations.switching import SWITCH
from cameos.intake.limits import HELD_AT_MOST
from cameos.intake.sweeping import ask_again, free, late, remove_left_over
from cameos.models import ReferenceImage
from cameos.uploads import limits
from cameos.uploads.ending import expire, forget_bytes, refuse
from cameos.uploads.keeping import is_needed
from cameos.uploads.selecting import unseen
from cameos.uploads.states import Problem, ReferenceState
from lib.actors import Actor
from lib.repairs import repair_each

SWEEPER = Actor.system("sweeper")


def sweep() -> None:
    """Safe to run at any time and twice at once."""
    now = timezone.now()
    rows = ReferenceImage.objects.all()
    awaiting = rows.filter(state=ReferenceState.AWAITING_FILE, expires_at__lte=now)
    repair_each(awaiting, _expire, by="expires_at")
    held = rows.filter(state=ReferenceState.HELD, submitted_at__lt=now - HELD_AT_MOST)
    repair_each(held, _give_up, by="submitted_at")
    over = rows.filter(kept_until__lte=now)
    repair_each(over.filter(state=ReferenceState.ATTESTED), _expire, by="kept_until")
    unused = over.filter(state=ReferenceState.READY).exclude(is_needed())
    repair_each(unused, _expire, by="kept_until")
    repair_each(_attestable(over), _forget, by="kept_until")
    if not SWITCH.is_on():
        repair_each(rows.filter(state=ReferenceState.ATTESTED), _expire, by="kept_until")
        repair_each(_attestable(rows), _forget, by="kept_until")
    _ask_again()
    remove_left_over(limits.KEPT_PREFIX, named=_named())


def uploads_in_use() -> set[str]:
    """What still waits to be looked at."""
    states = (ReferenceState.AWAITING_FILE, ReferenceState.PENDING)
    waiting = ReferenceImage.objects.filter(state__in=states)
    return set(waiting.values_list("upload_key", flat=True))


def _attestable(rows: QuerySet[ReferenceImage]) -> QuerySet[ReferenceImage]:
    return rows.filter(state=ReferenceState.REFUSED, ended_at=None, kept_until__isnull=False)


def _expire(row: ReferenceImage) -> None:
    expire(picture=row, actor=SWEEPER)


def _forget(row: ReferenceImage) -> None:
    forget_bytes(picture=row)


def _give_up(row: ReferenceImage) -> None:
    refuse(picture=row, problems=[Problem.NOT_CONFIRMED], actor=SWEEPER)


def _ask_again() -> None:
    untidied = late(ReferenceImage.objects.filter(tidied_at=None), by="ended_at")
    with transaction.atomic():
        ask_again(untidied, tasks.tidy_reference)
        ask_again(free(late(unseen(), by="submitted_at")), tasks.look_at_reference)


def _named() -> set[str]:
    return set(ReferenceImage.objects.exclude(kept_key="").values_list("kept_key", flat=True))
