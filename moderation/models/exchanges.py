"""Where hashes come from that others keep, and what we owe them in return."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.ids import new_id
from moderation.models.banks import HashBank, HashKind


class ExchangeKind(models.TextChoices):
    """Whose protocol is spoken; addresses and credentials stand in the environment."""

    NCMEC = "ncmec"
    THREATEXCHANGE = "threatexchange"
    STOPNCII = "stopncii"
    FILE = "file"


class Exchange(models.Model):
    """A feed of hashes into one bank.

    `collection` is what the other side calls it: a privacy group, an environment, a file's name.
    `cursor` is where the next fetch goes on; it moves in the transaction that keeps the rows.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=ExchangeKind)
    bank = models.OneToOneField(HashBank, on_delete=models.PROTECT, related_name="exchange")
    collection = models.CharField(max_length=100, blank=True)
    enabled = models.BooleanField(default=True)
    cursor = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)
    rows_kept = models.PositiveBigIntegerField(default=0)
    rows_removed = models.PositiveBigIntegerField(default=0)
    rows_refused = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        """As pages name it."""
        return self.name


class Opinion(models.Model):
    """What a person here found of an exchange's entry, owed to the exchange. Never automatic."""

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="opinions")
    kind = models.CharField(max_length=4, choices=HashKind)
    hash = models.CharField(max_length=64)
    external_id = models.CharField(max_length=100)
    is_true_positive = models.BooleanField()
    given_by = models.CharField(max_length=64)
    given_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["exchange", "external_id", "kind", "hash"],
                name="an_entry_has_one_opinion_of_ours",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], name="opinions_owed", condition=Q(sent_at=None))
        ]
