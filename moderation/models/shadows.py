from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import new_id
from moderation.categories import Category


class ShadowPolicy(AppendOnly):
    """From `at` on this policy judges along, without any effect; an empty `text`: none does.

    The newest row holds. `sha256` is of the text, for a version's name does not bind its words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta(AppendOnly.Meta):
        verbose_name = "shadow policy"
        verbose_name_plural = "shadow policies"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_shadow_policy_is_whole_or_none",
                condition=Q(version="", sha256="", text="")
                | (~Q(version="") & ~Q(text="") & Q(sha256__regex=r"^[0-9a-f]{64}$")),
            )
        ]


class ShadowJudgement(AppendOnly):
    """What the shadow policy would have said of a scan, beside what was said."""

    scan_id = models.UUIDField(unique=True)
    policy_version = models.CharField(max_length=32)
    policy_sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8)
    category = models.CharField(max_length=16, choices=Category, blank=True)
    verdict_in_force = models.CharField(max_length=8)
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["policy_sha256", "at"], name="shadows_of_a_policy")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_shadow_ends_in_known_verdicts",
                condition=Q(verdict__in=["allow", "limit", "review", "block"])
                & Q(verdict_in_force__in=["allow", "limit", "review", "block"]),
            )
        ]
