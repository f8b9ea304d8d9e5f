"""What a clock repairs: targets and pictures that ran out, lost messages, unanswered questions."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cameos import tasks
from cameos.attestations.switching import is_on
from cameos.models import ReferenceImage
from cameos.uploads import limits
from cameos.uploads.ending import expire, forget_bytes, refuse
from cameos.uploads.states import Problem, ReferenceState
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.repairs import repair_each

SWEEPER = Actor.system("sweeper")
LEFT_OVER_AFTER = timedelta(hours=1)  # longer than any worker has files that no row names yet


def sweep() -> None:
    """Safe to run at any time and twice at once."""
    now = timezone.now()
    rows = ReferenceImage.objects.all()
    awaiting = rows.filter(state=ReferenceState.AWAITING_FILE, expires_at__lte=now)
    repair_each(awaiting, _expire, by="expires_at")
    held = rows.filter(state=ReferenceState.HELD, submitted_at__lt=now - limits.HELD_AT_MOST)
    repair_each(held, _give_up, by="submitted_at")
    over = rows.filter(kept_until__lte=now)
    usable = (ReferenceState.READY, ReferenceState.ATTESTED)
    repair_each(over.filter(state__in=usable), _expire, by="kept_until")
    repair_each(_attestable(over), _forget, by="kept_until")
    if not is_on():
        repair_each(rows.filter(state=ReferenceState.ATTESTED), _expire, by="kept_until")
        repair_each(_attestable(rows), _forget, by="kept_until")
    _ask_again()
    _remove_left_over()


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
    now = timezone.now()
    late = now - limits.ASKED_AGAIN_AFTER
    waiting = ReferenceImage.objects.filter(state=ReferenceState.PENDING, submitted_at__lt=late)
    unseen = waiting.exclude(leased_until__gt=now)
    untidied = ReferenceImage.objects.filter(ended_at__lt=late, tidied_at=None)
    with transaction.atomic():
        for key in untidied.values_list("pk", flat=True):
            enqueue(tasks.tidy_reference, key)
        for key in unseen.values_list("pk", flat=True):
            enqueue(tasks.look_at_reference, key)


def _remove_left_over() -> None:
    """Pictures that a killed worker made and no row names."""
    base = Path(settings.MEDIA_DIR).resolve()
    named = set(ReferenceImage.objects.exclude(kept_key="").values_list("kept_key", flat=True))
    before = (timezone.now() - LEFT_OVER_AFTER).timestamp()
    for path in (base / limits.KEPT_PREFIX).rglob("*.*"):
        key = str(path.relative_to(base))
        if key not in named and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
