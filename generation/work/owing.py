"""Moves and erasures of files that are owed for longer than a message takes: asked for again until
they are done, the more seldom the older they are."""

from datetime import datetime

import structlog
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from generation import tasks
from generation.models import Asset, OwedErasure
from generation.models.owed_erasures import FIRST_ASKED_AGAIN, asked_again_at
from lib.outbox.services import enqueue
from lib.repairs import repair_each
from lib.signed_media.errors import StorageAway
from lib.signed_media.health import answers

log = structlog.get_logger(__name__)


def ask_again() -> int:
    """Send the messages of what is owed. Returns how many things; none while the store is away, so
    that no worker waits for it with each of them."""
    moves, erasures = due_moves(), _due_erasures()
    if not (moves.exists() or erasures.exists()) or store_is_away():
        return 0
    asked = repair_each(moves, _ask_to_move, by="due_at")
    return asked + repair_each(erasures, _ask_to_erase, by="again_at")


def due_moves() -> QuerySet[Asset]:
    """With `due_at`. What a worker of before owes has no times: it is due a minute after it was
    made."""
    now = timezone.now()
    owed = Asset.objects.exclude(moving_to="")
    timed, untimed = Q(move_again_at__lte=now), Q(move_again_at=None)
    return owed.filter(timed | (untimed & Q(created_at__lte=now - FIRST_ASKED_AGAIN))).annotate(
        due_at=Coalesce("move_again_at", "created_at")
    )


def _due_erasures() -> QuerySet[OwedErasure]:
    return OwedErasure.objects.filter(again_at__lte=timezone.now())


def _ask_to_move(asset: Asset) -> None:
    """One message for all files of its job: who has one locked is about to owe it anew."""
    since: datetime = asset.moving_since or asset.created_at
    owed = Asset.objects.exclude(moving_to="").filter(job_id=asset.job_id)
    keys = list(owed.select_for_update(skip_locked=True).values_list("pk", flat=True))
    Asset.objects.filter(pk__in=keys).update(move_again_at=asked_again_at(since))
    enqueue(tasks.move_files, asset.job_id)


def _ask_to_erase(owed: OwedErasure) -> None:
    owed.again_at = asked_again_at(owed.since)
    owed.save(update_fields=["again_at"])
    enqueue(tasks.erase_files, owed.job_id)


def store_is_away() -> bool:
    """Not where it denies something or is full: it says so at once, and of one thing only."""
    try:
        answers()
    except StorageAway:
        log.warning("owed_files_wait_for_the_store")
        return True
    except OSError:
        return False
    return False
