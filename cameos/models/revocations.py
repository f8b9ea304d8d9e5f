from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.ids import new_id


class RevocationScope(models.TextChoices):
    """What becomes of the films there are, when consent is taken back (C14). A value is never
    reused: the ledger keeps it."""

    FUTURE_ONLY = "future_only"
    HIDE_EXISTING = "hide_existing"
    ALSO_REMIXES = "also_remixes"
    ERASURE = "erasure"


S = RevocationScope
OFFERED = (S.FUTURE_ONLY, S.HIDE_EXISTING, S.ALSO_REMIXES)
HIDES_SHOWN = frozenset({S.HIDE_EXISTING, S.ALSO_REMIXES, S.ERASURE})
HIDES_REMIXES = frozenset({S.ALSO_REMIXES, S.ERASURE})


class Revocation(models.Model):
    """What is owed after consent was taken back: the films that nobody sees since are removed.

    All consents up to the epoch `through` ended. `counts` is what the owner was told before.
    Every film up to the capability `cursor` is gone or owed in a row of its own; `films` are gone.
    Whoever is killed leaves a cursor from which another goes on; `touched_at` is when that was last
    heard of. It is finished when nothing is owed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cameo_id = models.UUIDField()
    scope = models.CharField(max_length=16, choices=RevocationScope)
    through = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    requested_at = models.DateTimeField(default=timezone.now)
    cursor = models.UUIDField(null=True)
    films = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    database_rights: ClassVar[dict[str, str]] = {
        "web": "SELECT, INSERT",
        "worker": "SELECT, INSERT, UPDATE",
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cameo_id", "through"], name="an_epoch_of_a_cameo_ends_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["touched_at"],
                name="revocations_unfinished",
                condition=Q(finished_at=None),
            )
        ]
