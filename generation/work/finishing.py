"""From a cleared master to a draft: marked, cut into stills, signed last (law 10)."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.safeguards import Limit, effective
from generation.engines.base import RenderCancelled
from generation.limits import LIKENESS_ENDS_AT
from generation.models import Asset, AssetKind, Job
from generation.models.assets import KEPT
from generation.services.lineage import engine_or_gone
from generation.services.pictures import given_of
from generation.services.receipts import receipts_of
from generation.services.second_look import is_owed
from generation.stages import Stage
from generation.work import settling
from generation.work.attempting import Delayed, attempt
from generation.work.claiming import claim
from generation.work.files import described_film, described_picture, undamaged
from generation.work.lease import Lease
from lib.signed_media import StorageCode, code_of, copy, new_key, placing
from moderation.detectors.hashes import Shown
from moderation.files import FileDigests, digests
from moderation.services.bank_subjects import remember_shown
from provenance.errors import BurnCancelled, SealError
from provenance.signing import Statement, seal
from provenance.watermark import Mark, burn, mark_for, neutral_token

log = structlog.get_logger(__name__)

OUTGOING = {AssetKind.VIDEO: ".mp4", AssetKind.POSTER: ".webp", AssetKind.SPRITESHEET: ".webp"}
UNKNOWN = "unknown"  # its version
TITLES = {
    AssetKind.VIDEO: "Video",
    AssetKind.POSTER: "Poster of a video",
    AssetKind.SPRITESHEET: "Frames of a video",
}
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
    if is_owed(job):
        settling.sent_back(lease)
        return
    final = {kind: new_key("out", suffix) for kind, suffix in OUTGOING.items()}
    kept = new_key(KEPT.rstrip("/"), ".mp4")
    settling.note_outgoing(lease, sorted([kept, *final.values(), *_quarantined(master)]))
    with _delays():
        assets, files = _built(lease, job=job, master=master, final=final)
        copy(master.storage_key, kept)
    lease.stop_if_cancelled()
    for one in files:
        # What leaves is known again as a file, should a person refuse it later.
        remember_shown(job.public_id, shown=Shown(), files=one)
    settling.completed(lease, assets=assets, kept=kept)


def _quarantined(master: Asset) -> list[str]:
    """Of a job that was held and found fine: once nothing claims its copies, they go."""
    rows = Asset.objects.filter(job=master.job, storage_key__startswith="quarantine/")
    return list(rows.values_list("storage_key", flat=True))


@contextmanager
def _delays() -> Iterator[None]:
    """What will pass costs no attempt and loses no film: signing that fails, a full disk. (A store
    that is away delays every stage: `attempting`.)

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
        if code_of(error) == StorageCode.FULL:
            log.error("no_room_to_finish")
            raise Delayed from error
        raise


def _built(
    lease: Lease, *, job: Job, master: Asset, final: dict[AssetKind, str]
) -> tuple[list[Asset], list[FileDigests]]:
    """The rows of what leaves, and what its files hash to; all three appear once all are done."""
    with undamaged(master) as drawn, ExitStack() as stack:
        draft = {kind: stack.enter_context(placing(key)) for kind, key in final.items()}
        geometry = _make_files(lease, job=job, drawn=drawn, draft=draft)
        _seal_files(job, draft)
        _step(lease, SEALED)
        assets = _described(job, draft, final)
        assets[-1].geometry = geometry
        return assets, [digests(path) for path in draft.values()]


def _described(job: Job, draft: dict[AssetKind, Path], final: dict[AssetKind, str]) -> list[Asset]:
    sealed_at = timezone.now()
    assets = [
        (described_film if kind == AssetKind.VIDEO else described_picture)(
            draft[kind], key=final[kind], job=job, kind=kind
        )
        for kind in OUTGOING
    ]
    for asset in assets:
        asset.sealed_at = sealed_at
    return assets


def _make_files(
    lease: Lease, *, job: Job, drawn: Path, draft: dict[AssetKind, Path]
) -> dict[str, object]:
    """The marked film, and stills of it, so that they bear the mark too."""
    from lib.media.stills import poster, spritesheet

    film = draft[AssetKind.VIDEO]
    burn(
        drawn,
        into=film,
        mark=mark_of(job),
        progress=lambda share: lease.reach(LIKENESS_ENDS_AT + int(share * BURNT)),
        cancelled=lease.cancelled,
    )
    _step(lease, BURNT)
    poster(film, into=draft[AssetKind.POSTER])
    sheet = spritesheet(film, into=draft[AssetKind.SPRITESHEET])
    _step(lease, STILLS)
    return asdict(sheet)


def mark_of(job: Job) -> Mark:
    """Its maker's handle, unless that would lead strangers to a teen or a private account (P11)."""
    owner: User = job.owner
    everyone = effective(owner).value(Limit.DISCOVERABLE_BY) == "everyone"
    return mark_for(handle=owner.handle if everyone else None, token=neutral_token(job.pk))


def _seal_files(job: Job, draft: dict[AssetKind, Path]) -> None:
    film, consents, given = draft[AssetKind.VIDEO], receipts_of(job.pk), given_of(job)
    for kind in OUTGOING:
        seal(
            draft[kind],
            statement=Statement(
                title=TITLES[kind],
                model=model_of(job),
                kind=kind.value,
                created_at=job.created_at,
                parent=None if kind == AssetKind.VIDEO else film,
                profile=settings.PROFILE,
                consents=consents,
                given=given if kind == AssetKind.VIDEO else (),
            ),
        )


def model_of(job: Job) -> str:
    """As manifests name it. An engine that was taken away since loses no film that it drew."""
    return f"{job.engine}/{engine_or_gone(job.engine).version or UNKNOWN}"


def _step(lease: Lease, points: int) -> None:
    lease.stop_if_cancelled()
    lease.reach(LIKENESS_ENDS_AT + points)
