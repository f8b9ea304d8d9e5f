import shutil
from dataclasses import asdict
from uuid import UUID

from generation.limits import RENDER_ENDS_AT
from generation.models import Asset, AssetKind, Attempt, Job
from generation.stages import Stage
from generation.work import settling
from generation.work.attempting import attempt
from generation.work.claiming import claim
from generation.work.files import described_film, described_picture, digest
from generation.work.lease import Lease
from lib.signed_media import move, new_key, placing, storage_path

OUTGOING = {AssetKind.VIDEO: ".mp4", AssetKind.POSTER: ".webp", AssetKind.SPRITESHEET: ".webp"}


class DamagedMaster(Exception):
    """The master is not what the renderer left."""


def finish(job_id: UUID) -> None:
    """Make the draft of a rendered job; a late or doubled message does nothing."""
    lease = claim(job_id, Stage.FINISH)
    if lease is not None:
        attempt(lease, _make_draft)


def _make_draft(lease: Lease) -> None:
    job = Job.objects.get(pk=lease.job_id)
    master = Asset.objects.get(job=job, kind=AssetKind.MASTER)
    if digest(storage_path(master.storage_key)) != master.sha256:
        raise DamagedMaster
    folder = Attempt(job=job, number=lease.number).folder
    draft = {kind: f"{folder}/{kind}{suffix}" for kind, suffix in OUTGOING.items()}
    final = {kind: new_key("out", suffix) for kind, suffix in OUTGOING.items()}
    settling.note_outgoing(lease, sorted(final.values()))
    assets = _build(lease, job=job, master=master, draft=draft)
    for asset in assets:
        kind = AssetKind(asset.kind)
        asset.storage_key = move(draft[kind], final[kind])
    lease.stop_if_cancelled()
    settling.completed(lease, assets=assets)


def _build(lease: Lease, *, job: Job, master: Asset, draft: dict[AssetKind, str]) -> list[Asset]:
    """The rows of what leaves, whose files lie in the attempt's own folder so far."""
    from lib.media.stills import poster, spritesheet

    with placing(draft[AssetKind.VIDEO]) as path:
        shutil.copyfile(storage_path(master.storage_key), path)
    _step(lease, 3)
    video = described_film(draft[AssetKind.VIDEO], job=job, kind=AssetKind.VIDEO)
    film = storage_path(draft[AssetKind.VIDEO])
    with placing(draft[AssetKind.POSTER]) as path:
        poster(film, into=path)
    _step(lease, 6)
    with placing(draft[AssetKind.SPRITESHEET]) as path:
        sheet = spritesheet(film, into=path)
    _step(lease, 9)
    still, tiles = (
        described_picture(draft[kind], job=job, kind=kind)
        for kind in (AssetKind.POSTER, AssetKind.SPRITESHEET)
    )
    tiles.geometry = asdict(sheet)
    return [video, still, tiles]


def _step(lease: Lease, points: int) -> None:
    lease.stop_if_cancelled()
    lease.reach(RENDER_ENDS_AT + points)
