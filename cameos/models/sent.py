from django.db import models
from django.utils import timezone

from lib.models import TypedIdModel
from lib.states import Stateful


class SentFile(Stateful, TypedIdModel):
    """A file that somebody sends in to be looked at: what there is of it, and who looks."""

    content_type = models.CharField(max_length=16)
    upload_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problems: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    kept_key = models.CharField(max_length=200, blank=True)
    kept_digest = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    # Nothing of it lies in the clear any more.
    tidied_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
