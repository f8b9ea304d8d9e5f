from uuid import UUID

from generation import tasks
from generation.models import OwedErasure, WhyErased
from lib.outbox.services import enqueue


def owe_erasure(job_id: UUID, *, why: WhyErased) -> None:
    """Files of a job are to go: a worker asks again what applies then. In the caller's
    transaction."""
    OwedErasure.objects.create(job_id=job_id, why=why)
    enqueue(tasks.erase_files, job_id)
