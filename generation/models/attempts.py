from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from generation.models.jobs import Job
from generation.stages import Stage


class Outcome(models.TextChoices):
    """How an attempt ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"  # its lease ran out
    RELEASED = "released"  # given back by a worker that was told to stop


# What says something about the job. A worker that is told to stop says nothing, and one that held
# the job because a detector was away has done its work.
COUNTED = frozenset({Outcome.FAILED, Outcome.LOST})


class Attempt(models.Model):
    """One worker's try at one stage of a job.

    `outgoing` names the storage keys that this attempt may write outside its work folder; they
    stand here before the files do, so that files of a killed worker can be found and removed.
    `record` is the engine's note of what a second render of the same film needs (G22).
    """

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=16, choices=Stage)
    worker = models.CharField(max_length=80)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    error_code = models.CharField(max_length=64, blank=True)
    outgoing = models.JSONField(default=list)
    record = models.JSONField(default=dict)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT, UPDATE"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job", "number"], name="attempts_of_a_job_have_numbers_of_their_own"
            ),
            models.UniqueConstraint(
                fields=["job"], name="one_open_attempt_for_a_job", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="an_ended_attempt_has_an_outcome",
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["ended_at"], name="attempts_with_leftovers", condition=~Q(outgoing=[])
            )
        ]

    @property
    def folder(self) -> str:
        """The storage key of this attempt's own folder: two attempts never share a file."""
        return f"{self.job.work_folder}/{self.number}"
