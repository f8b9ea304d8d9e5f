from uuid import UUID

from generation.models import Job
from generation.services.screening import audience_of, judged_words, lineage_of, texts_of
from generation.stages import Stage
from generation.work.attempting import attempt
from generation.work.claiming import claim
from generation.work.judging import conclude
from generation.work.lease import Lease
from moderation.screener.client import ScreenerAway
from moderation.services.rating import found_fine
from moderation.services.screening import PATIENT_SECONDS, read, unread, without_found_fine


def screen(job_id: UUID) -> None:
    """Judge the prompt of a job that waits for it; a late or doubled message does nothing."""
    lease = claim(job_id, Stage.SCREEN)
    if lease is not None:
        attempt(lease, _judge_words)


def _judge_words(lease: Lease) -> None:
    job = Job.objects.select_related("owner").get(pk=lease.job_id)
    texts = texts_of(lineage_of(job))
    try:
        evidence = read(texts, seconds=PATIENT_SECONDS)
    except ScreenerAway:
        # Not a failed attempt: it is held, and asked about again.
        evidence = unread(surface for surface, _ in texts)
    fine, audience = found_fine(job.public_id, stage=lease.stage), audience_of(job)
    conclude(
        lease,
        evidence=evidence,
        audience=audience,
        judgement=judged_words(job, without_found_fine(evidence, fine, audience=audience)),
    )
