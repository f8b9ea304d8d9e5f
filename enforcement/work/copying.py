"""Files of what was reported, copied to where their author's deletion does not reach."""

from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from enforcement.limits import COPY_AGAIN_AFTER, COPY_BATCH
from enforcement.models import CopyState, HeldFile, SnapshotFile, VaultedFile
from enforcement.services.withdrawn import is_kept
from generation.models import Asset
from lib.outbox.services import enqueue
from lib.signed_media import NOT_DONE, copy, delete, exists

log = structlog.get_logger(__name__)

MODELS: dict[str, type[HeldFile]] = {"snapshot": SnapshotFile, "vault": VaultedFile}


def copy_file(model: type[HeldFile], file_id: UUID) -> None:
    """Safe to do again, and to be killed in: the key was chosen with the row, and the same bytes
    are put there once more. A store that is away leaves it to the sweeper."""
    row = model._default_manager.filter(pk=file_id, copy_state=CopyState.OWED).first()
    if row is None:
        return
    # Whoever looked for copies when somebody took their consent back may not have seen this row.
    if isinstance(row, SnapshotFile) and not is_kept(row.snapshot):
        row.delete()
        return
    try:
        found = _copied(row)
    except NOT_DONE as error:
        log.warning("copy_left_to_the_sweeper", error=type(error).__name__)
        return
    owed = model._default_manager.filter(pk=file_id, copy_state=CopyState.OWED)
    if found:
        if not owed.update(copy_state=CopyState.COPIED, copied_at=timezone.now()):
            _take_back(model, row)
    else:
        owed.update(copy_state=CopyState.LOST)
        log.warning("reported_file_is_gone", of=model.__name__)


def _take_back(model: type[HeldFile], row: HeldFile) -> None:
    """The row went while its file was copied: somebody withdrew their consent."""
    if not model._default_manager.filter(pk=row.pk).exists():
        delete(row.key)


def send_owed() -> int:
    """Send again what a lost message or a store that was away left behind. Returns how many."""
    from enforcement import tasks

    count = 0
    for name, model in MODELS.items():
        now = timezone.now()
        due = model._default_manager.filter(copy_state=CopyState.OWED, again_at__lte=now)
        for row in due.order_by("again_at")[:COPY_BATCH]:
            with transaction.atomic():
                mine = model._default_manager.filter(pk=row.pk, again_at=row.again_at)
                if mine.update(again_at=now + COPY_AGAIN_AFTER):
                    enqueue(tasks.copy_reported_file, name, row.pk)
                    count += 1
    return count


def _copied(row: HeldFile) -> bool:
    """From where it was, or from where its room has moved it since: found by its bytes' hash."""
    if exists(row.key):
        return True
    for source in (row.source_key, *_moved_to(row)):
        try:
            copy(source, row.key)
        except FileNotFoundError:
            continue
        return True
    return False


def _moved_to(row: HeldFile) -> list[str]:
    """Where a takedown, a hold or a new address put it; the same bytes have the same hash."""
    same = Asset.objects.filter(sha256=row.sha256, kind=row.role)
    return [key for pair in same.values_list("storage_key", "moving_to") for key in pair if key]
