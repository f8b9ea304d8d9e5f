"""Archives of all that is somebody's own, on their way and while they can be fetched (A9)."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition

# Ours: long enough for a holiday, short enough that a copy of a whole life does not lie around.
FETCHED_FOR = timedelta(days=7)


# Ours: the worker's own time limit; nobody writes an archive for longer, so nothing appears later.
LONGEST_WORK = timedelta(hours=2)
# Ours: a message that was not heard of by then is taken for lost.
MESSAGE_LOST_AFTER = timedelta(minutes=5)


def next_message() -> datetime:
    """When a message that is sent now is taken for lost."""
    return timezone.now() + MESSAGE_LOST_AFTER


class ExportState(models.TextChoices):
    """Where an archive is."""

    WAITING = "waiting"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"
    ENDED = "ended"  # its time is over, or something in it is not theirs to have any more


ON_THE_WAY = frozenset({ExportState.WAITING, ExportState.BUILDING})

EXPORT_GRAPH = StateGraph(
    ExportState,
    initial=ExportState.WAITING,
    terminal={ExportState.FAILED, ExportState.ENDED},
    edges={
        ExportState.WAITING: {ExportState.BUILDING, ExportState.FAILED, ExportState.ENDED},
        ExportState.BUILDING: {
            *(ExportState.WAITING, ExportState.READY),
            *(ExportState.FAILED, ExportState.ENDED),
        },
        ExportState.READY: {ExportState.ENDED},
    },
)


class ExportTransition(Transition):
    """One step of an archive on its way."""

    class Meta(AppendOnly.Meta):
        abstract = False


class Export(Stateful, TypedIdModel):
    """One archive. A worker holds it by `attempt` until `leased_until` and renews that.

    At `again_at` the message of one that waits is sent again.
    `storage_key` is where this attempt puts it, named before anything is written; `left` are the
    keys of attempts before, and of what ended, each with the time until which somebody may still
    write there: what lies there goes, and after that time the name.
    `signer_key`: the public one, 32 bytes in hexadecimal; the seed is the worker's alone.
    `files` are the paths of the objects of the store that are inside: once somebody else withholds
    one of them from the person, the archive ends. `ends_at`: since when nobody fetches it.
    """

    id_kind = IdKind.EXPORT
    state_graph = EXPORT_GRAPH
    transition_model = ExportTransition

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    state = models.CharField(max_length=10, choices=ExportState, default=EXPORT_GRAPH.initial)
    asked_at = models.DateTimeField(default=timezone.now)
    attempt = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    again_at = models.DateTimeField(default=next_message)
    parts_done = models.PositiveIntegerField(default=0)
    parts_total = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=32, blank=True)
    storage_key = models.CharField(max_length=200, blank=True)
    left = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    bytes = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    signer_key = models.CharField(max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                name="one_archive_on_its_way_for_each_person",
                condition=Q(state__in=sorted(ON_THE_WAY)),
            ),
            models.CheckConstraint(
                name="an_archive_that_is_ready_is_whole_and_has_an_end",
                condition=~Q(state=ExportState.READY)
                | (
                    ~Q(storage_key="")
                    & ~Q(sha256="")
                    & ~Q(signer_key="")
                    & Q(bytes__isnull=False, ready_at__isnull=False, ends_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="what_is_done_of_an_archive_is_part_of_it",
                condition=Q(parts_done__lte=models.F("parts_total")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-asked_at"], name="archives_of_a_person_newest"),
            models.Index(
                fields=["asked_at"],
                name="archives_on_their_way",
                condition=Q(state__in=sorted(ON_THE_WAY)),
            ),
        ]

    def left_now(self) -> dict[str, str]:
        """`left` with the key of this attempt, which nobody reads from now on."""
        if not self.storage_key:
            return dict(self.left)
        until = timezone.now()
        if self.state == ExportState.BUILDING and self.leased_until is not None:
            until = self.leased_until + LONGEST_WORK
        return {**self.left, self.storage_key: until.isoformat()}
