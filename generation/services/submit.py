import secrets

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from audit.services import record
from generation import notices, tasks
from generation.eligibility import submit_refusal
from generation.limits import RESEND_AFTER
from generation.models import Job
from generation.prompts import accepted_prompt
from generation.quota import quota_refusal
from generation.wishes import DEFAULT_ENGINE, checked_wish
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.states import record_initial

SEED_BITS = 31  # every engine's random generator takes a signed 32-bit seed


def submit(
    *, owner: User, prompt: str, size: str, seconds: int, engine: str = DEFAULT_ENGINE
) -> Job:
    """Take on a video: a queued job, its history, an audit row, and the message to a worker.

    Raises DomainError: 503 under production while nothing screens prompts, or at a stop switch;
    403 by standing; 400 for what the engine does not offer; 422 for the prompt; 429 for quota.
    """
    actor = Actor.person(owner.pk)
    with transaction.atomic():
        # Submissions of one person come one after another, or twenty at once would each see
        # room in the quota; and standing is read as it is now.
        person = User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        if refusal := submit_refusal(person, engine=engine):
            raise refusal
        wish = checked_wish(engine=engine, size=size, seconds=seconds)
        text = accepted_prompt(prompt)
        if refusal := quota_refusal(person):
            raise refusal
        job = Job.objects.create(
            owner=person,
            prompt=text,
            size=wish.size,
            seconds=wish.seconds,
            engine=wish.engine,
            seed=secrets.randbits(SEED_BITS),
            waiting_since=Now(),
            resend_at=Now() + RESEND_AFTER,
        )
        record_initial(job, actor=actor, reason="submitted")
        record(
            "generation.job.submitted",
            actor=actor,
            target=job.public_id,
            engine=wish.engine,
            size=wish.size,
            seconds=wish.seconds,
        )
        enqueue(tasks.render_job, job.pk)
        notices.tell_queued(job)
    return job
