from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from accounts.models import User
from generation.failures import FailureCode
from generation.holds import HoldReason
from generation.lanes import Lane
from generation.models.job_rules import JOB_CONSTRAINTS, JOB_INDEXES
from generation.models.transitions import JobTransition
from generation.stages import STATES, Stage, stage_of
from generation.states import (
    GRAPH,
    LIVE,
    PUBLIC,
    SETTLED,
    JobState,
    PublicStage,
    PublicStatus,
)
from generation.tools import EDITING, Tool
from lib.crypto.fields import EncryptedJSONField, EncryptedTextField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful
from moderation.categories import Category

# Where a job that was begun may stand again.
MAY_HAVE_BEGUN = frozenset({JobState.SCREENED, JobState.PREPARING, JobState.QUEUED, JobState.HELD})


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
    clock. `progress` never falls, whatever number of attempts it took. `begun_at` is when a
    worker first began to draw. `held_since` stays while a held job is looked at again, so that
    its day and its week count from the first moment; `rescan_at` is when that is due.
    `screened_as` stamps the profile under which it was judged (law 1). `second_look_at` is when the
    message for the check beside rendering is taken for lost; null where none is owed. `subjects`
    are the cameos that its maker asked for, in their order, `named` the ids under which they did;
    `rendered_text` is the prompt with
    what these prefer, null where they add nothing; of a remix, with the words that it changes.
    `turn` is its place in its lane in virtual time (services/turns), kept when it comes back; it
    is not drawn again before `rests_until`. `drawn_seconds` is what an engine makes of it, where
    that is not all. `beats` are the timed prompts of a storyboard: a list of {at, prompt}. `depth`
    counts the steps from words alone, `root` is the first of these, `extensions` counts those that
    were extended one after the other; `batch` is shared by variations. `stricter`: a picture of
    other people is in it or in what it was made of, on no more than its sender's word.
    """

    # What `input_images.goes_back_to_attested` found of this object; no field.
    attested_behind: bool | None = None

    id_kind = IdKind.GENERATION
    state_graph = GRAPH
    transition_model = JobTransition

    # The account of somebody who left stays as a tombstone until all of this is erased.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="generations"
    )
    prompt = EncryptedTextField()
    rendered_text = EncryptedTextField(null=True)
    subjects = ArrayField(models.UUIDField(), default=list, blank=True)
    named = ArrayField(models.UUIDField(), default=list, blank=True)
    size = models.CharField(max_length=16)
    seconds = models.PositiveSmallIntegerField()
    engine = models.CharField(max_length=32)
    seed = models.BigIntegerField()
    tool = models.CharField(max_length=16, choices=Tool, default=Tool.TEXT)
    drawn_seconds = models.PositiveSmallIntegerField(null=True)
    beats = EncryptedJSONField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    root = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    batch = models.UUIDField(null=True)
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
    refused_for = models.CharField(max_length=16, choices=Category, blank=True)
    contested_at = models.DateTimeField(null=True)
    held_stage = models.CharField(max_length=16, choices=Stage, blank=True)
    held_for = models.CharField(max_length=16, choices=HoldReason, blank=True)
    held_since = models.DateTimeField(null=True)
    rescan_at = models.DateTimeField(null=True)
    second_look_at = models.DateTimeField(null=True)
    depicts_minor = models.BooleanField(default=False)
    stricter = models.BooleanField(default=False)
    screened_as = models.CharField(max_length=16, blank=True)
    begun_at = models.DateTimeField(null=True)
    lane = models.CharField(max_length=16, choices=Lane, default=Lane.INTERACTIVE)
    turn = models.FloatField(null=True)
    rests_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()
    # The likeness process moves jobs through its own stage, and can make or remove none.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, UPDATE"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = JOB_CONSTRAINTS
        indexes: ClassVar[list[models.Index]] = JOB_INDEXES
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.ReadOnly(name="descent_stays", fields=["tool", "depth", "extensions"])
        ]
        permissions = (
            ("cancel_job", "Can cancel anybody's job"),
            ("requeue_job", "Can send a waiting job's message again"),
        )

    @property
    def status(self) -> PublicStatus:
        """What clients see. A job that was begun never reads as queued again."""
        if self.state in MAY_HAVE_BEGUN:
            return PublicStatus.IN_PROGRESS if self.begun_at else PublicStatus.QUEUED
        return PUBLIC[JobState(self.state)]

    @property
    def public_stage(self) -> PublicStage | None:
        """What is being done about it; None once it is settled."""
        if self.state == JobState.HELD:
            return STATES[Stage(self.held_stage)].public
        return None if self.is_finished else STATES[stage_of(self.state)].public

    @property
    def is_delayed(self) -> bool:
        """Whether it is held, or looked at again after it was: all that its maker is told."""
        return self.held_since is not None and not self.is_finished

    @property
    def is_finished(self) -> bool:
        """Whether nothing will happen to it any more by itself."""
        return self.state in SETTLED

    @property
    def is_drawn(self) -> bool:
        """Whether an engine draws any of it; else it is cut out of what there is."""
        return self.tool not in EDITING

    @property
    def own_words(self) -> tuple[str, ...]:
        """What its maker wrote for it: the prompt, and a storyboard's others."""
        others = [beat["prompt"] for beat in self.beats or ()]
        return tuple(text for text in (self.prompt, *others) if text)

    @property
    def text_for_engine(self) -> str:
        """What is drawn: the prompt, and how its subjects like to look."""
        text: str = self.rendered_text or self.prompt
        return text

    @property
    def work_folder(self) -> str:
        """The storage key of the folder for its masters; nothing in it ever gets a URL."""
        return f"work/{self.id.hex}"
