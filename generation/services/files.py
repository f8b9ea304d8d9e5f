"""Moving what was handed out: every URL that somebody holds dies with the old key.

The new key stands in the row before the file moves (`moving_to`), so whoever is killed on the
way leaves one who can finish it. While a move is owed no URL is made.
"""

from django.db import transaction

from generation import tasks
from generation.models import Asset, Job
from generation.models.assets import LEAVING
from lib.errors import NotFound
from lib.outbox.services import enqueue
from lib.signed_media import move, new_key

PUBLIC, QUARANTINE = "out", "quarantine"


def withdraw(job: Job) -> None:
    """To quarantine: no URL, for nobody. In the caller's transaction; safe to do again."""
    _announce(job, source=PUBLIC, target=QUARANTINE)


def restore(job: Job) -> None:
    """Back to where URLs may lead, under new keys. Safe to do again."""
    _announce(job, source=QUARANTINE, target=PUBLIC)


def rekey(job: Job) -> None:
    """New keys in the same area: URLs handed out before are dead, new ones can be asked for."""
    _announce(job, source=PUBLIC, target=PUBLIC)


def move_announced(asset: Asset) -> None:
    """Do an owed move; files that are gone are left to the sweeper's report. Safe to do again."""
    if not asset.moving_to:
        return
    try:
        move(asset.storage_key, asset.moving_to)
    except NotFound:
        return
    Asset.objects.filter(pk=asset.pk, moving_to=asset.moving_to).update(
        storage_key=asset.moving_to, moving_to=""
    )


def _announce(job: Job, *, source: str, target: str) -> None:
    with transaction.atomic():
        for asset in Asset.objects.select_for_update().filter(job=job, kind__in=LEAVING):
            # An older move is done first: its file may lie under either key.
            move_announced(asset)
            asset.refresh_from_db(fields=["storage_key", "moving_to"])
            if asset.storage_key.startswith(f"{source}/") and not asset.moving_to:
                asset.moving_to = new_key(target, "." + asset.storage_key.rpartition(".")[2])
                asset.save(update_fields=["moving_to"])
        enqueue(tasks.move_files, job.pk)
