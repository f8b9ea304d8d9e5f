"""What a clock repairs of the gallery of blocked people. In the likeness process: no other worker
reads of whom it is about."""

from django.db import transaction
from django.utils import timezone

from cameos import tasks
from cameos.blocked import limits, pictures
from cameos.blocked.ending import finish
from cameos.blocked.states import OVER, BlockedState
from cameos.intake.sweeping import remove_left_over
from cameos.models import BlockedLikeness
from cameos.work.unblocking import WORKER
from lib.outbox.services import enqueue
from lib.repairs import repair_each


def sweep() -> None:
    """Safe to run at any time and twice at once."""
    now = timezone.now()
    rows = BlockedLikeness.objects.all()
    standing = rows.exclude(state__in=sorted(OVER))
    repair_each(standing.filter(ends_on__lte=now.date()), _end, by="ends_on")
    late = rows.filter(state=BlockedState.PROPOSED, proposed_at__lt=now - limits.CONFIRMED_WITHIN)
    repair_each(late, _end, by="proposed_at")
    stuck = rows.filter(state=BlockedState.CONFIRMED, confirmed_at__lt=now - limits.MEASURED_WITHIN)
    repair_each(stuck, _end, by="confirmed_at")
    _ask_again()
    _forget()


def _end(row: BlockedLikeness) -> None:
    finish(row, BlockedState.ENDED, actor=WORKER, reason="its time is over")


def _ask_again() -> None:
    now = timezone.now()
    late = now - limits.ASKED_AGAIN_AFTER
    waiting = BlockedLikeness.objects.filter(state=BlockedState.CONFIRMED, confirmed_at__lt=late)
    owed = BlockedLikeness.objects.filter(ended_at__lt=late, erased_at=None)
    with transaction.atomic():
        for key in waiting.exclude(leased_until__gt=now).values_list("pk", flat=True):
            enqueue(tasks.measure_blocked, key)
        for key in owed.values_list("pk", flat=True):
            enqueue(tasks.erase_blocked, key)


def _forget() -> None:
    """Portraits that were measured or that no row names; how to reach people after the end."""
    for row in BlockedLikeness.objects.filter(state=BlockedState.MEASURED).exclude(picture_keys=[]):
        pictures.erase(row.picture_keys)
        BlockedLikeness.objects.filter(pk=row.pk).update(picture_keys=[])
    named = BlockedLikeness.objects.exclude(picture_keys=[]).values_list("picture_keys", flat=True)
    remove_left_over(limits.PREFIX, named={key for keys in named for key in keys})
    over = BlockedLikeness.objects.filter(ended_at__lt=timezone.now() - limits.CONTACT_KEPT)
    over.filter(contact__isnull=False).update(contact=None)
