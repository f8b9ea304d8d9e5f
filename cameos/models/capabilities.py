"""What was allowed for one video of one person with one likeness."""

import secrets
from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cameos.permissions.terms import Terms
from cameos.processors.declared import KEY_LENGTH
from lib.ids import IdKind
from lib.models import TypedIdModel

SALT_BYTES = 32


def new_salt() -> bytes:
    """For one receipt."""
    return secrets.token_bytes(SALT_BYTES)


def random_id() -> UUID:
    """Random in all its bits: a UUIDv7 would tell when, and which came together."""
    return uuid4()


class Capability(TypedIdModel):
    """Holds ids: it outlives likeness, person and job, and no key of it points at them.

    `status_id` is what a clip carries to ask whether consent stands; `receipt_salt` makes the
    receipt hash of that clip, and once it is destroyed nobody can tell what was hashed.
    `completed_at`: its video was finished, and ends by what its owner decides about videos;
    `published_at`: since when that video is shown to others under it; `gone_at`: it is deleted.
    `film_id` is the key of `job`, for joins; `inherited`: the likeness came from what the video was
    made out of, nobody chose it. `processor`: the key of who draws it outside of this house.
    """

    id_kind = IdKind.CAPABILITY

    cameo_id = models.UUIDField()
    requester_id = models.UUIDField()
    job = models.CharField(max_length=40)
    film_id = models.UUIDField(null=True, db_index=True)
    inherited = models.BooleanField(default=False)
    friends_only = models.BooleanField(default=False)
    grant_id = models.UUIDField(null=True)
    processor = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    terms = models.JSONField()
    epoch = models.PositiveIntegerField()
    status_id = models.UUIDField(unique=True, default=random_id)
    receipt_salt = models.BinaryField(null=True, default=new_salt)
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_for = models.CharField(max_length=24, blank=True)

    database_rights: ClassVar[dict[str, str]] = {
        "web": "SELECT, INSERT, UPDATE",
        "worker": "SELECT, INSERT, UPDATE",
        "likeness": "SELECT",
    }

    class Meta:
        verbose_name_plural = "capabilities"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job", "cameo_id"], name="one_capability_of_a_job_for_a_cameo"
            ),
            models.CheckConstraint(
                name="an_ended_capability_says_what_ended_it",
                condition=Q(ended_at=None, ended_for="")
                | (Q(ended_at__isnull=False) & ~Q(ended_for="")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["cameo_id", "id"], name="capabilities_of_a_cameo"),
            models.Index(
                fields=["cameo_id", "requester_id"],
                name="capabilities_still_running",
                condition=Q(ended_at=None, completed_at=None),
            ),
        ]

    def bounds(self) -> Terms:
        """The terms as they were agreed to."""
        return Terms.from_facts(self.terms)
