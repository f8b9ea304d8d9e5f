"""From a cleared master to a draft: marked, cut into stills, signed last (law 10)."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from uuid import UUID

import structlog
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.safeguards import Limit, effective
from generation.engines.base import RenderCancelled
from generation.engines.registry import capabilities_of
from generation.limits import LIKENESS_ENDS_AT
from generation.models import Asset, AssetKind, Attempt, Job
from generation.models.assets import KEPT
from generation.services.receipts import receipts_of
from generation.services.second_look import is_owed
from generation.stages import Stage
from generation.work import settling
from generation.work.attempting import Delayed, attempt
from generation.work.claiming import claim
from generation.work.files import described_film, described_picture, undamaged
from generation.work.lease import Lease
from lib.signed_media import move, new_key, placing, storage_path
from moderation.detectors.hashes import Shown
from moderation.files import digests
from moderation.services.bank_subjects import remember_shown
from provenance.errors import BurnCancelled, SealError
from provenance.signing import Statement, seal
from provenance.watermark import Mark, burn, mark_for, neutral_token

log = structlog.get_logger(__name__)

OUTGOING = {AssetKind.VIDEO: ".mp4", AssetKind.POSTER: ".webp", AssetKind.SPRITESHEET: ".webp"}
TITLES = {
    AssetKind.VIDEO: "Video",
    AssetKind.POSTER: "Poster of a video",
    AssetKind.SPRITESHEET: "Frames of a video",
}
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
# How far each part of the work is, in points after the likeness stage.
BURNT, STILLS, SEALED = 6, 8, 9


def finish(job_id: UUID) -> None:
    """Make the draft of a cleared job; a late or doubled message does nothing."""
    lease = claim(job_id, Stage.FINISH)
    if lease is not None:
        attempt(lease, _make_draft)


def _make_draft(lease: Lease) -> None:
    job = Job.objects.select_related("owner").get(pk=lease.job_id)
    master = Asset.objects.get(job=job, kind=AssetKind.MASTER)
    undamaged(master)
    if is_owed(job):
        settling.sent_back(lease)
        return
    folder = Attempt(job=job, number=lease.number).folder
    draft = {kind: f"{folder}/{kind}{suffix}" for kind, suffix in OUTGOING.items()}
    final = {kind: new_key("out", suffix) for kind, suffix in OUTGOING.items()}
    kept = new_key(KEPT.rstrip("/"), ".mp4")
    settling.note_outgoing(lease, sorted([kept, *final.values(), *_quarantined(master)]))
    with _delays():
        assets = _build(lease, job=job, master=master, draft=draft)
        for asset in assets:
            kind = AssetKind(asset.kind)
            asset.storage_key = move(draft[kind], final[kind])
        with placing(kept) as path:
            shutil.copyfile(storage_path(master.storage_key), path)
    lease.stop_if_cancelled()
    for asset in assets:
        # What leaves is known again as a file, should a person refuse it later.
        left = digests(storage_path(asset.storage_key))
        remember_shown(job.public_id, shown=Shown(), files=left)
    settling.completed(lease, assets=assets, kept=kept)


def _quarantined(master: Asset) -> list[str]:
    """Of a job that was held and found fine: once nothing claims its copies, they go."""
    rows = Asset.objects.filter(job=master.job, storage_key__startswith="quarantine/")
    return list(rows.values_list("storage_key", flat=True))


@contextmanager
def _delays() -> Iterator[None]:
    """What will pass costs no attempt and loses no film: signing that fails, a full disk.

    Raises RenderCancelled where somebody asked to stop while the mark was burnt in.
    """
    try:
        yield
    except BurnCancelled as error:
        raise RenderCancelled from error
    except SealError as error:
        log.error("sealing_failed", error=error.code)
        raise Delayed from error
    except OSError as error:
        if error.errno in NO_ROOM:
            log.error("no_room_to_finish")
            raise Delayed from error
        raise


def _build(lease: Lease, *, job: Job, master: Asset, draft: dict[AssetKind, str]) -> list[Asset]:
    """The rows of what leaves, whose files lie in the attempt's own folder so far."""
    geometry = _make_files(lease, job=job, master=master, draft=draft)
    _seal_files(job, draft)
    _step(lease, SEALED)
    sealed_at = timezone.now()
    assets = [
        described_film(draft[AssetKind.VIDEO], job=job, kind=AssetKind.VIDEO),
        described_picture(draft[AssetKind.POSTER], job=job, kind=AssetKind.POSTER),
        described_picture(draft[AssetKind.SPRITESHEET], job=job, kind=AssetKind.SPRITESHEET),
    ]
    assets[-1].geometry = geometry
    for asset in assets:
        asset.sealed_at = sealed_at
    return assets


def _make_files(
    lease: Lease, *, job: Job, master: Asset, draft: dict[AssetKind, str]
) -> dict[str, object]:
    """The marked film, and stills of it, so that they bear the mark too."""
    from lib.media.stills import poster, spritesheet

    film = storage_path(draft[AssetKind.VIDEO])
    film.parent.mkdir(parents=True, exist_ok=True)
    burn(
        storage_path(master.storage_key),
        into=film,
        mark=mark_of(job),
        progress=lambda share: lease.reach(LIKENESS_ENDS_AT + int(share * BURNT)),
        cancelled=lease.cancelled,
    )
    _step(lease, BURNT)
    with placing(draft[AssetKind.POSTER]) as path:
        poster(film, into=path)
    with placing(draft[AssetKind.SPRITESHEET]) as path:
        sheet = spritesheet(film, into=path)
    _step(lease, STILLS)
    return asdict(sheet)


def mark_of(job: Job) -> Mark:
    """Its maker's handle, unless that would lead strangers to a teen or a private account (P11)."""
    owner: User = job.owner
    everyone = effective(owner).value(Limit.DISCOVERABLE_BY) == "everyone"
    return mark_for(handle=owner.handle if everyone else None, token=neutral_token(job.pk))


def _seal_files(job: Job, draft: dict[AssetKind, str]) -> None:
    engine = capabilities_of(job.engine)
    film, consents = storage_path(draft[AssetKind.VIDEO]), receipts_of(job.pk)
    for kind in OUTGOING:
        seal(
            storage_path(draft[kind]),
            statement=Statement(
                title=TITLES[kind],
                model=f"{engine.name}/{engine.version}",
                kind=kind.value,
                created_at=job.created_at,
                parent=None if kind == AssetKind.VIDEO else film,
                profile=settings.PROFILE,
                consents=consents,
            ),
        )


def _step(lease: Lease, points: int) -> None:
    lease.stop_if_cancelled()
    lease.reach(LIKENESS_ENDS_AT + points)
