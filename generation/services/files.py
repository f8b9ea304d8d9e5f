"""Moving what was handed out: every URL that somebody holds dies with the old key.

The new key stands in the row before the file moves (`moving_to`), so whoever is killed on the
way leaves one who can finish it, and the clock asks until somebody has. While a move is owed no URL
is made, and another one waits for it (`then_to`: the newest wish counts): where files are kept is
asked by a worker, never in here.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from generation import tasks
from generation.models import Asset, AssetKind, Draft, Job, WhyErased
from generation.models.assets import KEPT, LEAVING
from generation.models.owed_erasures import asked_again_at
from generation.services.erasures import owe_erasure
from generation.services.withdrawn import note_restored, note_withdrawn
from lib.outbox.services import enqueue
from lib.signed_media import new_key
from lib.signed_media.keys import area_of

OF_A_MOVE = ("moving_to", "then_to", "moving_since", "move_again_at")
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
    another reason, and for what its maker deleted meanwhile: that goes. Safe to do again."""
    with transaction.atomic():
        for film in note_restored(job):
            if not Draft.objects.filter(job=film, deleted_at__isnull=False).exists():
                _announce(film, source=QUARANTINE, target=PUBLIC)
                _announce(film, source=QUARANTINE, target=MASTERS, kinds={AssetKind.MASTER})
            # Asked anew after COMMIT: no draft is locked here, for who deletes one holds it before
            # its post is locked.
            owe_erasure(film.pk, why=WhyErased.RELEASED)


def rehouse(asset: Asset) -> None:
    """A master under `work/`, which a store empties by the clock, goes where masters are kept. The
    caller holds the row."""
    _redirect(asset, MASTERS)
    enqueue(tasks.move_files, asset.job_id)


def rekey(job: Job) -> None:
    """New keys in the same area: URLs handed out before are dead, new ones can be asked for."""
    _announce(job, source=PUBLIC, target=PUBLIC)


def note_moved(asset: Asset) -> None:
    """It lies under its new key, and goes on from there where that is wished. In the caller's
    transaction, that holds the row."""
    asset.storage_key, asset.moving_to = asset.moving_to, ""
    asset.missing_since = None
    if asset.then_to:
        asset.moving_to = _key_in(asset.then_to, asset)
        asset.then_to = ""
    else:
        asset.moving_since = asset.move_again_at = None
    asset.save(update_fields=["storage_key", "missing_since", *OF_A_MOVE])


def _announce(job: Job, *, source: str, target: str, kinds: Collection[str] = LEAVING) -> None:
    with transaction.atomic():
        for asset in Asset.objects.select_for_update().filter(job=job, kind__in=sorted(kinds)):
            if asset.bound_for == source:
                _redirect(asset, target)
        enqueue(tasks.move_files, job.pk)


def _redirect(asset: Asset, area: str) -> None:
    """An older move is done first: its file may lie under either key."""
    if not asset.moving_to:
        asset.moving_to = _key_in(area, asset)
        asset.moving_since = timezone.now()
    elif area_of(asset.moving_to) == area:
        asset.then_to = ""  # nobody was ever given the key that it moves to
    else:
        asset.then_to = area
    asset.move_again_at = asked_again_at()
    asset.save(update_fields=OF_A_MOVE)


def _key_in(area: str, asset: Asset) -> str:
    return new_key(area, "." + asset.storage_key.rpartition(".")[2])
