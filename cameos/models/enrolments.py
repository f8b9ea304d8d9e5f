from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cameos.enrolment.states import (
    ACCEPTING,
    FINAL,
    GRAPH,
    OPEN,
    EnrolmentState,
    Verdict,
)
from cameos.models.cameos import Cameo
from cameos.models.releases import Release
from cameos.states import CameoState
from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, Transition


class EnrolmentTransition(Transition):
    """One step; says nothing of what was found."""

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        abstract = False


class Enrolment(Stateful, TypedIdModel):
    """One try at proving that a cameo is its owner's own likeness.

    `came_from`: the state of the cameo to which a refusal leads back. `epoch`: the cameo's, under
    which it was released. `device`: a keyed hash. `verdict` is not shown before `shown_at`, and a
    hold never; `problems` are the codes that go with a refusal. `recording_id`: the vault's key of
    what was kept. `leased_until`: a worker has it.
    """

    id_kind = IdKind.ENROLMENT
    state_graph = GRAPH
    transition_model = EnrolmentTransition

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments"
    )
    cameo = models.ForeignKey(Cameo, on_delete=models.PROTECT, related_name="enrolments")
    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="enrolment")
    state = models.CharField(max_length=24, choices=EnrolmentState, default=GRAPH.initial)
    came_from = models.CharField(max_length=24, choices=CameoState)
    epoch = models.PositiveIntegerField()
    device = models.CharField(max_length=64)
    challenge: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    expires_at = models.DateTimeField()
    upload_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=24, choices=Verdict, blank=True)
    problems: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    shown_at = models.DateTimeField(null=True)
    recording_id = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    # The plain recording is erased, and of a refused or cancelled one the vault's too.
    tidied_at = models.DateTimeField(null=True)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, UPDATE"}

    class Meta:
        permissions = (("decide_enrolment", "Can decide about held enrolments"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner"],
                name="a_person_has_one_open_enrolment",
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.CheckConstraint(
                name="what_is_looked_at_was_submitted",
                condition=Q(submitted_at__isnull=False)
                | Q(
                    state__in=[
                        EnrolmentState.AWAITING_RECORDING,
                        EnrolmentState.CANCELLED,
                        EnrolmentState.EXPIRED,
                    ]
                ),
            ),
            models.CheckConstraint(
                name="an_enrolment_has_an_end_exactly_when_closed",
                condition=Q(state__in=sorted(OPEN), ended_at=None)
                | (~Q(state__in=sorted(OPEN)) & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="nobody_is_accepted_without_a_verdict_and_a_recording",
                condition=~Q(state=EnrolmentState.ACCEPTED)
                | Q(verdict__in=sorted(ACCEPTING), recording_id__isnull=False),
            ),
            models.CheckConstraint(
                name="a_final_verdict_says_when_it_is_shown",
                condition=~Q(verdict__in=sorted(FINAL)) | Q(shown_at__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-created_at"], name="enrolments_of_a_person"),
            models.Index(fields=["device", "-created_at"], name="enrolments_of_a_device"),
            models.Index(
                fields=["created_at"], name="enrolments_open", condition=Q(state__in=sorted(OPEN))
            ),
            models.Index(
                fields=["ended_at"],
                name="enrolments_to_tidy",
                condition=Q(tidied_at=None) & ~Q(state__in=sorted(OPEN)),
            ),
        ]
