"""What is known of people as reporters, and of things that are reported again and again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.models.weighed import Weighed
from enforcement.subjects.kinds import SubjectKind
from lib.ids import IdKind, encode


class Reporter(Weighed):
    """Somebody with an account, as a reporter."""

    person_id = models.UUIDField(primary_key=True)


class TrustedFlagger(models.Model):
    """An account of an organisation whose reports go first (DSA, Article 22). `ended_at`: it is one
    no more; the row stays, for its accuracy."""

    person_id = models.UUIDField()
    appointed_by = models.UUIDField()
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        permissions = (("appoint_flagger", "Can make an account a trusted flagger"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person_id"],
                condition=Q(ended_at=None),
                name="an_account_is_a_trusted_flagger_once",
            )
        ]

    def __str__(self) -> str:
        return encode(IdKind.USER, self.person_id)


class SubjectMute(models.Model):
    """New reports of a thing that was just decided about only count, until then (E33)."""

    subject_kind = models.CharField(max_length=16, choices=SubjectKind)
    subject_id = models.UUIDField()
    until = models.DateTimeField(db_index=True)
    muted_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], name="a_thing_is_muted_once"
            )
        ]
