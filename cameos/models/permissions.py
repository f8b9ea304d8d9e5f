"""What an owner permits: one row a cameo; a cameo without one is its owner's alone."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cameos.models.cameos import Cameo
from cameos.models.terms import TermFields
from cameos.permissions.levels import PermissionLevel
from cameos.permissions.terms import Terms
from cameos.permissions.topics import Topic


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
