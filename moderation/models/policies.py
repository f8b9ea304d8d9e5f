"""Versions of the policy that people loaded, and which of them was put in force when, by whom."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly


class PolicyVersion(AppendOnly):
    """The text of a policy as it was loaded, and its hash; neither ever changes.

    A row whose text does not fit its hash any more is in force for nobody (moderation.policy).
    """

    version = models.CharField(max_length=32, unique=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    notes = models.CharField(max_length=200, blank=True)
    loaded_by = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta(AppendOnly.Meta):
        verbose_name = "policy version"
        permissions = (
            ("load_policy", "Can load a version of the policy"),
            ("activate_policy", "Can put a version of the policy in force"),
        )
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_policy_version_has_a_sha256", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.version


class PolicyActivation(AppendOnly):
    """A person put `to` in force instead of `from_version`; the row with the highest key holds.

    `from_version` is a name: the first one replaces the built-in file, which is no row.
    """

    to = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="activations")
    from_version = models.CharField(max_length=32)
    actor = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta(AppendOnly.Meta):
        verbose_name = "policy activation"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_policy_is_activated_for_a_reason", condition=~Q(reason="")
            ),
        ]
