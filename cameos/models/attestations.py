from typing import ClassVar

from django.db import models
from django.utils import timezone

from cameos.models.switches import THE_ONE, OnlyRow
from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel


class AttestationSwitch(OnlyRow):
    """While its one row stands, attestations are taken and count; without it there are none."""

    reason = models.CharField(max_length=200)

    class Meta:
        verbose_name = "attestation switch"
        verbose_name_plural: ClassVar[str] = "attestation switches"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="there_is_one_attestation_switch", condition=models.Q(only=THE_ONE)
            )
        ]


class Attestation(AppendOnly, TypedIdModel):
    """Who said, in which words, that they have the rights to a picture. Evidence, not proof: it
    outlives the picture, and says nothing of whom that showed."""

    id_kind = IdKind.ATTESTATION

    person_id = models.UUIDField(db_index=True)
    reference_id = models.UUIDField(unique=True)
    picture_digest = models.CharField(max_length=64)
    statement_version = models.PositiveSmallIntegerField()
    statement_sha256 = models.CharField(max_length=64)
    locale = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        abstract = False
