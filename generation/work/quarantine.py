"""Bytes that are held or refused leave the folder of work: no URL, no backup, a stated end."""

import shutil
from dataclasses import asdict, dataclass

from generation.models import Asset, AssetKind, Job
from generation.work import settling
from generation.work.files import described_picture
from generation.work.lease import Lease
from lib.media.errors import MediaError
from lib.signed_media import delete, new_key, placing, storage_path
from moderation.categories import Category

AREA = "quarantine"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Where the master lay, where its copy lies, and what a reviewer will be shown of it."""

    before: str
    key: str
    sheet: Asset | None

    def claim(self, job: Job) -> None:
        """Say so in rows, in the caller's transaction."""
        Asset.objects.filter(job=job, kind=AssetKind.MASTER).update(storage_key=self.key)
        if self.sheet is not None:
            self.sheet.save(force_insert=True)

    def leave_work(self) -> None:
        """After the commit: the old place is emptied."""
        delete(self.before)


def quarantined(lease: Lease, *, category: str) -> Quarantined | None:
    """Copy the master of a lease's job; None where it lies there already, or nothing was drawn.

    Matters of child safety get no picture for reviewers: nothing is derived from such bytes.
    """
    master = Asset.objects.filter(job_id=lease.job_id, kind=AssetKind.MASTER).first()
    if master is None or master.storage_key.startswith(f"{AREA}/"):
        return None
    key, sheet_key = new_key(AREA, ".mp4"), new_key(AREA, ".webp")
    settling.note_outgoing(lease, [key, sheet_key])
    with placing(key) as path:
        shutil.copyfile(storage_path(master.storage_key), path)
    shown = category != Category.CHILD_SAFETY
    sheet = _sheet(master, key=key, into=sheet_key) if shown else None
    return Quarantined(before=master.storage_key, key=key, sheet=sheet)


def _sheet(master: Asset, *, key: str, into: str) -> Asset | None:
    """Tiles of the film; None where it cannot be decoded, which must not keep it out of here."""
    from lib.media.stills import spritesheet

    try:
        with placing(into) as path:
            tiles = spritesheet(storage_path(key), into=path)
    except MediaError:
        return None
    asset = described_picture(into, job=master.job, kind=AssetKind.REVIEW_SHEET)
    asset.geometry = asdict(tiles)
    return asset
