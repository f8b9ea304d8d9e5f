"""Moving what was handed out: every URL that somebody holds dies with the old key.

The new key stands in the row before the file moves (`moving_to`), so whoever is killed on the
way leaves one who can finish it. While a move is owed no URL is made.
"""

from collections.abc import Collection

from django.db import transaction

from generation import tasks
from generation.models import Asset, AssetKind, Job
from generation.models.assets import KEPT, LEAVING
from generation.services.withdrawn import note_restored, note_withdrawn
from lib.errors import NotFound
from lib.outbox.services import enqueue
from lib.signed_media import move, new_key

PUBLIC, MASTERS, QUARANTINE = "out", KEPT.rstrip("/"), "quarantine"


def withdraw(job: Job) -> None:
    """To quarantine, with all that was made out of it: no URL, for nobody. In the caller's
    transaction; safe to do again."""
    with transaction.atomic():
        for film in note_withdrawn(job):
            _announce(film, source=PUBLIC, target=QUARANTINE)
            _announce(film, source=MASTERS, target=QUARANTINE, kinds={AssetKind.MASTER})


def restore(job: Job) -> None:
    """Exactly these back to where URLs may lead, under new keys, but for what is still hidden for
    another reason. Safe to do again."""
    with transaction.atomic():
        for film in note_restored(job):
            _announce(film, source=QUARANTINE, target=PUBLIC)
            _announce(film, source=QUARANTINE, target=MASTERS, kinds={AssetKind.MASTER})


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


def _announce(job: Job, *, source: str, target: str, kinds: Collection[str] = LEAVING) -> None:
    with transaction.atomic():
        for asset in Asset.objects.select_for_update().filter(job=job, kind__in=sorted(kinds)):
            # An older move is done first: its file may lie under either key.
            move_announced(asset)
            asset.refresh_from_db(fields=["storage_key", "moving_to"])
            if asset.storage_key.startswith(f"{source}/") and not asset.moving_to:
                asset.moving_to = new_key(target, "." + asset.storage_key.rpartition(".")[2])
                asset.save(update_fields=["moving_to"])
        enqueue(tasks.move_files, job.pk)
