from uuid import UUID

from cameos.services.reading import texts_of
from generation.models import Job
from generation.services.asking import Screened, ask_about
from generation.services.dressing import dress_of, wear
from generation.services.screening import audience_of, judged_words, lineage_of
from generation.stages import Stage
from generation.work.attempting import attempt
from generation.work.claiming import claim
from generation.work.judging import conclude
from generation.work.lease import Lease
from generation.work.restricting import restriction_of_words
from moderation.policy.judging import Effect, Judgement
from moderation.services.rating import found_fine
from moderation.services.screening import PATIENT_SECONDS, unread, without_found_fine


def screen(job_id: UUID) -> None:
    """Judge the prompt of a job that waits for it; a late or doubled message does nothing."""
    lease = claim(job_id, Stage.SCREEN)
    if lease is not None:
        attempt(lease, _judge_words)


def _judge_words(lease: Lease) -> None:
    job = Job.objects.select_related("owner").get(pk=lease.job_id)
    # Not a failed attempt where nobody answers: it is held, and asked about again.
    screened = ask_about(lineage_of(job), dress_of(job), seconds=PATIENT_SECONDS) or Screened(
        unread(surface for surface, _ in texts_of(lineage_of(job)))
    )
    evidence, audience = screened.plain, audience_of(job)
    fine = found_fine(job.public_id, stage=lease.stage)
    found = judged_words(job, without_found_fine(evidence, fine, audience=audience))
    conclude(
        lease,
        evidence=evidence,
        audience=audience,
        judgement=found,
        also=lambda: _wear(job, screened, found),
        restricted=lambda judgement: restriction_of_words(job, evidence, judgement),
    )


def _wear(job: Job, screened: Screened, found: Judgement) -> None:
    if screened.dressed and found.effect != Effect.REFUSE:
        wear(job, screened.dressed, plain=found)
