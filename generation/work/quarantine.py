"""Bytes that are held or refused leave the folder of work: no URL, no backup, a stated end."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from uuid import UUID

from generation.models import Asset, AssetKind, Job
from generation.models.assets import FOR_REVIEWERS
from generation.work import settling
from generation.work.files import described_picture, described_sound
from generation.work.lease import Lease
from lib.media.errors import MediaError
from lib.signed_media import copy, delete, new_key, placing, reading

AREA = "quarantine"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Where a master lay and lies now, and what reviewers will be shown of it.

    `forbidden`: nothing may be shown; what was derived before goes too.
    """

    before: str
    key: str
    derived: list[Asset] = field(default_factory=list)
    forbidden: bool = False

    def claim(self, job: Job) -> None:
        """Say so in rows, in the caller's transaction."""
        Asset.objects.filter(job=job, kind=AssetKind.MASTER).update(storage_key=self.key)
        for asset in self.derived:
            asset.save(force_insert=True)

    def leave_work(self, job_id: UUID) -> None:
        """After the commit: the old place is emptied, and what must not be shown is gone."""
        if self.before != self.key:
            delete(self.before)
        if self.forbidden:
            for asset in Asset.objects.filter(job_id=job_id, kind__in=sorted(FOR_REVIEWERS)):
                delete(asset.storage_key)
                asset.delete()


def quarantined(lease: Lease, *, for_reviewers: bool) -> Quarantined | None:
    """Copy the master of a lease's job; None where nothing was drawn.

    `for_reviewers` is False for matters of child safety: nothing is derived from such bytes.
    """
    master = Asset.objects.filter(job_id=lease.job_id, kind=AssetKind.MASTER).first()
    if master is None:
        return None
    before = master.storage_key
    is_here = before.startswith(f"{AREA}/")
    key, sheet, sound = (new_key(AREA, suffix) for suffix in (".mp4", ".webp", ".m4a"))
    key = before if is_here else key
    settling.note_outgoing(lease, [sheet, sound] if is_here else [key, sheet, sound])
    if not is_here:
        copy(before, key)
    # Nothing was derived while nobody could say whether it may be shown.
    wanted = for_reviewers and not (is_here and _has_been_derived(lease.job_id))
    derived = _derived(master, key, sheet=sheet, sound=sound) if wanted else []
    return Quarantined(before=before, key=key, derived=derived, forbidden=not for_reviewers)


def _has_been_derived(job_id: UUID) -> bool:
    return Asset.objects.filter(job_id=job_id, kind__in=sorted(FOR_REVIEWERS)).exists()


def _derived(master: Asset, key: str, *, sheet: str, sound: str) -> list[Asset]:
    with reading(key) as film:
        return [*_sheet(master, film, sheet), *_sound(master, film, sound)]


def _sheet(master: Asset, film: Path, into: str) -> Iterable[Asset]:
    """Tiles of the film; none where it cannot be decoded, which must not keep it out of here."""
    from lib.media.stills import spritesheet

    try:
        with placing(into) as path:
            tiles = spritesheet(film, into=path)
            asset = described_picture(path, key=into, job=master.job, kind=AssetKind.REVIEW_SHEET)
    except MediaError:
        return []
    asset.geometry = asdict(tiles)
    return [asset]


def _sound(master: Asset, film: Path, into: str) -> Iterable[Asset]:
    """What is heard in it, without pictures; none where it has no sound."""
    from lib.media.sound import extract_sound

    try:
        with placing(into) as path:
            extract_sound(film, into=path)
            asset = described_sound(path, key=into, job=master.job, duration=master.duration)
    except MediaError:
        return []
    return [asset]
