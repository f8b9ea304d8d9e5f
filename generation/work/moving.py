"""Files are moved and erased by one at a time each, without a transaction: a store may take its
time, and whoever takes a film down must not wait for it."""

from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from generation.models import Asset
from generation.services.alone import alone_with
from generation.services.files import note_moved
from generation.work.each import name_of
from lib.errors import NotFound
from lib.signed_media import NOT_DONE, move

log = structlog.get_logger(__name__)


def move_files_of(job_id: UUID) -> None:
    """Do each owed move of a job's files, and what is owed after it. One that a store does not do
    keeps no other back, and stays owed: the clock asks for it again (`generation.work.owing`)."""
    owed = Asset.objects.filter(job_id=job_id).exclude(moving_to="").values_list("pk", flat=True)
    for pk in list(owed):
        try:
            with alone_with(pk):
                while _moved(pk):
                    pass
        except NOT_DONE as error:
            log.error("move_put_off", job=str(job_id), asset=pk, error=name_of(error))


def _moved(asset_id: int) -> bool:
    """False where nothing is owed (any more), or its file lies under neither key: that stays owed,
    is noted as missing, and stands in the log each time. Raises what NOT_DONE names."""
    asset = Asset.objects.filter(pk=asset_id).exclude(moving_to="").first()
    if asset is None:
        return False
    try:
        move(asset.storage_key, asset.moving_to)
    except NotFound:
        Asset.objects.filter(pk=asset_id, missing_since=None).update(missing_since=timezone.now())
        log.error("file_to_move_is_gone", job=str(asset.job_id), asset=asset_id, kind=asset.kind)
        return False
    with transaction.atomic():
        # Where it goes from there may have changed meanwhile; where it was to come first has not.
        note_moved(Asset.objects.select_for_update().get(pk=asset_id))
    return True
