"""What an owner permits: one row a cameo; a cameo without one is its owner's alone."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cameos.models.cameos import Cameo
from cameos.permissions.levels import PermissionLevel
from cameos.permissions.terms import Cap, Scope, Terms
from cameos.permissions.topics import Topic
from lib.append_only import AppendOnly

CAPS = [(one.value, one.name.lower()) for one in Cap]
SCOPES = [(one.value, one.value) for one in Scope]


def both_scopes() -> list[str]:
    """Face and voice."""
    return sorted(Scope)


class TermFields(models.Model):
    """Abstract: how a use is bounded."""

    scopes = ArrayField(models.CharField(max_length=8, choices=SCOPES), default=both_scopes)
    cap = models.PositiveSmallIntegerField(choices=CAPS, default=Cap.EVERYONE)
    no_remix = models.BooleanField(default=False)
    no_download = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def bounds(self) -> Terms:
        """These fields as terms."""
        return Terms(
            scopes=frozenset(Scope(one) for one in self.scopes),
            cap=Cap(self.cap),
            no_remix=self.no_remix,
            no_download=self.no_download,
        )


class CameoPermission(TermFields):
    """Terms here hold for whoever needs no approval; restrictions for everybody but the owner.

    `version` is the ETag of the row: each change raises it. `everyone_until`: when "everyone"
    becomes "mutuals" unless it is said again. `preferences`: attributes of the closed list.
    """

    cameo = models.OneToOneField(Cameo, on_delete=models.CASCADE, related_name="permission")
    level = models.CharField(
        max_length=16, choices=PermissionLevel, default=PermissionLevel.ONLY_ME
    )
    everyone_until = models.DateTimeField(null=True)
    restrictions = ArrayField(models.CharField(max_length=16, choices=Topic), default=list)
    preferences = models.JSONField(default=dict)
    preferences_paused_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    # The likeness process asks whether a use is still permitted, before it opens a template.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="open_to_everyone_has_an_end",
                condition=Q(level=PermissionLevel.EVERYONE, everyone_until__isnull=False)
                | (~Q(level=PermissionLevel.EVERYONE) & Q(everyone_until=None)),
            ),
            models.CheckConstraint(
                name="a_permission_lends_a_face_or_a_voice", condition=~Q(scopes=[])
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["everyone_until"],
                name="cameos_open_to_everyone",
                condition=Q(level=PermissionLevel.EVERYONE),
            )
        ]

    def terms(self) -> Terms:
        """With the owner's restrictions."""
        topics = frozenset(Topic(one) for one in self.restrictions)
        return self.bounds().meet(Terms(restrictions=topics))


class RestrictionConfirmation(AppendOnly):
    """An owner confirmed rules (D-5). `compiler` is the version that understood their sentence,
    empty where they chose from the list; the sentence itself is kept nowhere."""

    cameo_id = models.UUIDField(db_index=True)
    topics = ArrayField(models.CharField(max_length=16, choices=Topic))
    compiler = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        pass
