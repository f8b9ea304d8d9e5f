"""What becomes of a job whose unfinished film is refused (features.md, G27)."""

from dataclasses import asdict

import structlog

from generation import tasks
from generation.models import Asset, AssetKind, Job, Outcome
from generation.services.verdicts import refuse
from generation.work.claiming import WORKER, close_attempt
from generation.work.each import name_of
from generation.work.early_look import SeenEarly
from generation.work.evidence import end_stopped
from generation.work.files import described_picture
from generation.work.lease import Lease
from generation.work.settling import note_outgoing, refuse_cancelled, settle
from lib.outbox.services import enqueue
from lib.signed_media import NOT_DONE, delete, new_key, placing
from moderation.services.child_safety import concerns_child_safety, finds_child_safety
from moderation.services.screening import record_scan

log = structlog.get_logger(__name__)


def refuse_early(lease: Lease, seen: SeenEarly) -> None:
    """The job is refused and its scan kept; reviewers see what was seen, but of child safety
    nobody sees anything, nor where no store takes it. Raises RenderCancelled, LostLease."""
    minor = seen.judgement.depicts_minor
    hidden = concerns_child_safety(seen.evidence, lacking=(), minor=minor)
    stays = finds_child_safety(seen.evidence, audience=seen.audience, minor=minor)
    sheet = None if hidden else _kept_sheet(lease, seen)

    def write(job: Job) -> None:
        stopped = job.cancel_requested_at is not None
        if not stays:
            refuse_cancelled(job)
        record_scan(
            subject=job.public_id,
            stage=lease.stage,
            evidence=seen.evidence,
            judgement=seen.judgement,
            audience=seen.audience,
        )
        if minor and not job.depicts_minor:
            Job.objects.filter(pk=job.pk).update(depicts_minor=True)
        if stopped:
            return end_stopped(job)
        close_attempt(job, Outcome.SUCCEEDED)
        refuse(job, seen.judgement, stage=lease.stage, actor=WORKER)
        if sheet is not None:
            sheet.save(force_insert=True)
        enqueue(tasks.tidy_job, job.pk)
        return None

    settle(lease, write)


def _kept_sheet(lease: Lease, seen: SeenEarly) -> Asset | None:
    """None where it cannot be put away: what was seen is refused all the same, and whoever reviews
    it has the scan alone."""
    key = new_key("quarantine", ".webp")
    note_outgoing(lease, [key])
    try:
        return _sheet(lease, seen, key)
    except NOT_DONE as error:
        log.warning("early_sheet_not_kept", job=str(lease.job_id), error=name_of(error))
        return None


def _sheet(lease: Lease, seen: SeenEarly, key: str) -> Asset:
    from lib.media.stills import sheet_of

    with placing(key) as path:
        tiles = sheet_of(seen.frames, into=path)
        job = Job.objects.get(pk=lease.job_id)
        asset = described_picture(path, key=key, job=job, kind=AssetKind.REVIEW_SHEET)
        asset.geometry = asdict(tiles)
    return asset


def remove_early_sheet(job: Job) -> None:
    """A person found fine what was seen: it is drawn again, and judged as a whole."""
    for asset in Asset.objects.filter(job=job, kind=AssetKind.REVIEW_SHEET):
        delete(asset.storage_key)
        asset.delete()
