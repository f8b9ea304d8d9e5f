"""What was looked at, by what, and what was found. Rows hold ids, places and numbers, no words."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel
from moderation.categories import Category, Surface


class Scan(TypedIdModel, AppendOnly):
    """One judgement of one thing at one stage of its way.

    `coverage`: surface → category → coverage. `detectors`: name → version. `lacking`: pairs of
    surface and category that the profile demands and nobody assessed. `gaps`: stretches of speech
    that no text accounts for, as {start_s, end_s}. `profile` is the stamp of law 1.
    """

    id_kind = IdKind.SCAN

    subject = models.CharField(max_length=40)
    stage = models.CharField(max_length=16)
    policy_version = models.CharField(max_length=32)
    profile = models.CharField(max_length=16)
    audience = models.JSONField()
    verdict = models.CharField(max_length=8)
    category = models.CharField(max_length=16, choices=Category, blank=True)
    coverage = models.JSONField()
    detectors = models.JSONField()
    lacking = models.JSONField(default=list)
    gaps = models.JSONField(default=list)
    depicts_minor = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "stage", "-id"], name="scans_of_a_thing_newest")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_scan_ends_in_a_known_verdict",
                condition=Q(verdict__in=["allow", "limit", "review", "block"]),
            )
        ]


class Finding(AppendOnly):
    """The best score of a category on a surface, or a term's place in it.

    `start`, `end` in characters, `start_s`, `end_s` in seconds. Scores are for staff alone.
    `ruling`: a bank's own action (`Ruling`), `basis`: see `Basis`; both mostly empty.
    """

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="findings")
    surface = models.CharField(max_length=20, choices=Surface)
    category = models.CharField(max_length=16, choices=Category)
    score = models.FloatField()
    detector = models.CharField(max_length=40)
    version = models.CharField(max_length=64)
    term = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    start_s = models.FloatField(null=True)
    end_s = models.FloatField(null=True)
    ruling = models.CharField(max_length=8, blank=True, default="")
    basis = models.CharField(max_length=20, blank=True, default="")

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # PostgreSQL holds NaN greater than every number, so this refuses it too.
            models.CheckConstraint(
                name="a_score_lies_within_0_and_1", condition=Q(score__gte=0, score__lte=1)
            )
        ]
