from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from cameos.permissions.topics import Topic
from lib.append_only import AppendOnly


class RestrictionConfirmation(AppendOnly):
    """An owner confirmed rules (D-5). `compiler` is the version that understood their sentence,
    empty where they chose from the list; the sentence itself is kept nowhere."""

    cameo_id = models.UUIDField(db_index=True)
    topics = ArrayField(models.CharField(max_length=16, choices=Topic))
    compiler = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        pass
