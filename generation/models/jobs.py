from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from generation.failures import FailureCode
from generation.models.job_rules import JOB_CONSTRAINTS, JOB_INDEXES
from generation.models.transitions import JobTransition
from generation.stages import Stage
from generation.states import GRAPH, LIVE, PUBLIC, TERMINAL, JobState, PublicStatus
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful


class JobQuerySet(models.QuerySet["Job"]):
    """Fetching is authorising: everything a person asks for starts at `visible_to`."""

    def visible_to(self, viewer: User | None) -> Self:
        """A job is seen by its maker alone."""
        if viewer is None:
            return self.none()
        return self.filter(owner_id=viewer.pk, erase_requested_at=None)

    def live(self) -> Self:
        """Jobs that still wait or are worked on."""
        return self.filter(state__in=LIVE)


class Job(Stateful, TypedIdModel):
    """One wish for a video, from the prompt to a draft.

    `attempt_number` is the fencing token: every write of a worker names it, so that one who was
    taken for dead can change nothing. `leased_until` is when that worker is taken for dead,
    `resend_at` when the message for a waiting job is taken for lost; both by the database's
    clock. `progress` never falls, whatever number of attempts it took.
    """

    id_kind = IdKind.GENERATION
    state_graph = GRAPH
    transition_model = JobTransition

    # The account of somebody who left stays as a tombstone until all of this is erased.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="generations"
    )
    prompt = EncryptedTextField()
    size = models.CharField(max_length=16)
    seconds = models.PositiveSmallIntegerField()
    engine = models.CharField(max_length=32)
    seed = models.BigIntegerField()
    state = models.CharField(max_length=16, choices=JobState, default=GRAPH.initial)
    progress = models.PositiveSmallIntegerField(default=0)
    attempt_number = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    resend_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    erase_requested_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=32, choices=FailureCode, blank=True)
    error_stage = models.CharField(max_length=16, choices=Stage, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = JOB_CONSTRAINTS
        indexes: ClassVar[list[models.Index]] = JOB_INDEXES
        permissions = (
            ("cancel_job", "Can cancel anybody's job"),
            ("requeue_job", "Can send a waiting job's message again"),
        )

    @property
    def status(self) -> PublicStatus:
        """What clients see. A job that was begun never reads as queued again."""
        if self.state == JobState.QUEUED and self.attempt_number:
            return PublicStatus.IN_PROGRESS
        return PUBLIC[JobState(self.state)]

    @property
    def is_finished(self) -> bool:
        """Whether nothing will happen to it any more."""
        return self.state in TERMINAL

    @property
    def work_folder(self) -> str:
        """The storage key of the folder for its masters; nothing in it ever gets a URL."""
        return f"work/{self.id.hex}"
