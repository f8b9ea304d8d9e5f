from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.ids import new_id
from moderation.categories import Category


class BankedHash(models.Model):
    """The PDQ hash (256 bits, hexadecimal) of a picture that must not appear again.

    `quality` is PDQ's, 0 to 100; ThreatExchange takes nothing below 50, nor do we. `source` says
    who gave it, as a code.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hash = models.CharField(max_length=64, unique=True)
    category = models.CharField(max_length=16, choices=Category)
    quality = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=40)
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "banked hash"
        verbose_name_plural = "banked hashes"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_banked_hash_is_256_bits", condition=Q(hash__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="a_banked_hash_is_of_quality", condition=Q(quality__range=(50, 100))
            ),
        ]
