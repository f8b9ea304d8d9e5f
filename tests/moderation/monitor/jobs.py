"""Jobs and what is owed for them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models.functions import Now

from accounts.models import User
from config.staff import appoint_moderator
from generation.models import Job
from generation.work.holding import sweep_holds
from lib.outbox.models import OutboxMessage
from moderation.models import Scan
from tests import roles

Deliver = Callable[[], int]


def owed() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("actor_name", flat=True))


def fresh(job: Job) -> Job:
    job.refresh_from_db()
    return job


def monitor_scans() -> int:
    return Scan.objects.filter(stage="monitor").count()


def appointed(person: Any) -> User:
    with roles.acting_as("migrate"):
        appoint_moderator(person)
    return User.objects.get(pk=person.pk)


def looked_again(job: Job, deliver: Deliver) -> Job:
    """The keeper finds that a held job is due."""
    Job.objects.filter(pk=job.pk).update(rescan_at=Now() - timedelta(seconds=1))
    sweep_holds()
    deliver()
    return fresh(job)
