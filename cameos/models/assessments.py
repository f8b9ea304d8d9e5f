"""What was measured, and apart from it what was decided. Neither is ever part of the API."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from cameos.enrolment.states import Verdict
from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedJSONField
from lib.faces.base import Band
from lib.faces.presentation import AttackAnswer
from lib.ids import new_id


class Assessment(AppendOnly):
    """All scores of one look at one recording, with the versions of what gave them.

    No picture, no template, no word but digits; of an age the band alone. `near_cameo_id` is the
    nearest cameo of somebody else and its distance, where a search was made; `own_distance` that of
    the cameo's own earlier recording. `near_blocked`: who of those near asked never to be shown.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment_id = models.UUIDField(db_index=True)
    at = models.DateTimeField(default=timezone.now)
    challenge_failures: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    challenge_scores: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    face_model = models.CharField(max_length=120)
    attack = models.CharField(
        max_length=16, choices=[(one.value, one.name) for one in AttackAnswer]
    )
    attack_score = models.FloatField(null=True)
    attack_model = models.CharField(max_length=120)
    age_band = models.CharField(max_length=16, choices=[(one.value, one.name) for one in Band])
    searched = models.PositiveIntegerField(null=True)
    unreadable = models.PositiveIntegerField(null=True)
    near_cameo_id = models.UUIDField(null=True)
    near_distance = models.FloatField(null=True)
    near_blocked: ArrayField[list[UUID], list[UUID]] = ArrayField(models.UUIDField(), default=list)
    own_distance = models.FloatField(null=True)
    match_at = models.FloatField()
    grey_at = models.FloatField()
    thresholds_source = models.CharField(max_length=200)

    database_rights: ClassVar[dict[str, str]] = {
        "web": "SELECT",
        "worker": "",
        "likeness": "SELECT, INSERT",
    }

    class Meta(AppendOnly.Meta):
        pass


class EnrolmentDecision(AppendOnly):
    """One decision about one recording, by the machine or by a named person.

    `reasons` are codes: HoldReason, Problem, or the challenge's failures. `why` is the code of the
    reason that staff stated. Who waits again is measured again, and decided about anew.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enrolment_id = models.UUIDField(db_index=True)
    assessment_id = models.UUIDField(null=True)
    verdict = models.CharField(max_length=24, choices=Verdict)
    reasons: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    actor = models.CharField(max_length=64)
    why = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"worker": "", "likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enrolment_id", "assessment_id", "actor", "verdict"],
                name="nobody_decides_the_same_twice",
                nulls_distinct=False,
            )
        ]


class UploadPrint(models.Model):
    """By what a file is known again, for some months: a keyed hash of its bytes, and of one that
    answered its challenge the hashes of two pictures a second (no template: of pictures, not of
    a face), as a list in hexadecimal."""

    digest = models.CharField(max_length=64, primary_key=True)
    enrolment_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now, db_index=True)
    pictures: Any = EncryptedJSONField(null=True)

    database_rights: ClassVar[dict[str, str]] = {
        "web": "",
        "worker": "SELECT, DELETE",
        "likeness": "SELECT, INSERT, UPDATE",
    }
