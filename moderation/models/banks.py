"""Banks of known material: hashes of it, never the material."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import new_id
from lib.states import Stateful, StateGraph, Transition
from moderation.answers import Ruling
from moderation.categories import Category


class SourceKind(models.TextChoices):
    """Who fills a bank."""

    OWN = "own"  # people here, one entry at a time, under the rules of services/banks
    EXCHANGE = "exchange"  # an exchange, by its feed alone


class BankAction(models.TextChoices):
    """What a match is worth. A value is one of `Ruling`."""

    SHADOW = Ruling.SHADOW.value, "Count only"
    REVIEW = Ruling.REVIEW.value, "A person looks first"
    BLOCK = Ruling.BLOCK.value, "Refuse"


class HashKind(models.TextChoices):
    """What a hash is of: a picture or frame (PDQ), or a whole file, byte by byte."""

    PDQ = "pdq"
    MD5 = "md5"
    SHA1 = "sha1"


class EntryState(models.TextChoices):
    """Where an entry is. Those of an exchange are active from the start."""

    PROPOSED = "proposed"  # compared with nothing
    SHADOW = "shadow"  # a second person agreed; matches are counted and nothing else
    ACTIVE = "active"
    DOUBTED = "doubted"  # it met too many people, and asks a person instead of refusing them
    DISABLED = "disabled"  # it met too many people's things and put itself out of action


IN_EFFECT = frozenset({EntryState.ACTIVE, EntryState.DOUBTED})
ENTRY_GRAPH = StateGraph(
    EntryState,
    initial=EntryState.PROPOSED,
    terminal=set(),
    edges={
        EntryState.PROPOSED: {EntryState.SHADOW},
        EntryState.SHADOW: {EntryState.ACTIVE, EntryState.DISABLED},
        EntryState.ACTIVE: {EntryState.DOUBTED, EntryState.DISABLED, EntryState.SHADOW},
        EntryState.DOUBTED: {EntryState.ACTIVE, EntryState.SHADOW},
        EntryState.DISABLED: {EntryState.SHADOW},
    },
)


class BankTransition(Transition):
    """Who moved an entry when; outlives the entry and holds codes only."""

    class Meta(AppendOnly.Meta):
        abstract = False


class HashBank(models.Model):
    """A list of hashes with one category and one action.

    `enabled_ratio`: the share of its entries that is in use, always the same ones for a share and
    more of them for a larger one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.SlugField(max_length=64, unique=True)
    category = models.CharField(max_length=16, choices=Category)
    source_kind = models.CharField(max_length=8, choices=SourceKind, default=SourceKind.OWN)
    action = models.CharField(max_length=8, choices=BankAction, default=BankAction.REVIEW)
    enabled = models.BooleanField(default=True)
    enabled_ratio = models.FloatField(default=1.0)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        permissions = (("manage_banks", "Can fill, confirm in and empty hash banks"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_bank_is_in_use_by_a_share",
                condition=Q(enabled_ratio__gte=0, enabled_ratio__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_trusted(self) -> bool:
        """A match is certain enough to be reported to an authority: the environment names the
        exchange that fills it, and no page changes that."""
        exchange = getattr(self, "exchange", None)
        return exchange is not None and exchange.name in settings.CSAM_TRUSTED_EXCHANGES


class BankedHash(Stateful):
    """The hash (hexadecimal) of something that must not appear again.

    `quality` is PDQ's, 0 to 100, and None where an exchange does not tell it; `max_distance` in
    bits. `source` says who gave it, as a code; `external_id` is its name at an exchange. `origin`
    is the typed id of the decided thing that it was taken from: when that decision falls, so does
    the entry. `foreseen` is how many things of ours it would have met when it was proposed.
    """

    state_graph = ENTRY_GRAPH
    transition_model = BankTransition

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bank = models.ForeignKey(HashBank, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=4, choices=HashKind, default=HashKind.PDQ)
    hash = models.CharField(max_length=64)
    quality = models.PositiveSmallIntegerField(null=True)
    max_distance = models.PositiveSmallIntegerField(default=31)
    state = models.CharField(max_length=8, choices=EntryState, default=ENTRY_GRAPH.initial)
    disabled_until = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=100, blank=True)
    origin = models.CharField(max_length=40, blank=True, db_index=True)
    note = models.CharField(max_length=200, blank=True)
    foreseen = models.PositiveIntegerField(default=0)
    added_by = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)
    shadow_since = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "banked hash"
        verbose_name_plural = "banked hashes"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["bank", "kind", "hash", "external_id"],
                name="a_hash_stands_in_a_bank_once",
            ),
            models.CheckConstraint(
                name="a_banked_hash_has_the_length_of_its_kind",
                condition=Q(kind=HashKind.PDQ, hash__regex=r"^[0-9a-f]{64}$")
                | Q(kind=HashKind.MD5, hash__regex=r"^[0-9a-f]{32}$")
                | Q(kind=HashKind.SHA1, hash__regex=r"^[0-9a-f]{40}$"),
            ),
            # An exchange that tells no quality is believed; what people here add is measured.
            models.CheckConstraint(
                name="a_banked_hash_is_of_quality",
                condition=Q(quality__range=(50, 100))
                | (Q(quality=None) & (~Q(external_id="") | ~Q(kind=HashKind.PDQ))),
            ),
            models.CheckConstraint(
                name="a_match_lies_within_31_bits", condition=Q(max_distance__lte=31)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "hash"], name="banked_hashes_by_value")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def public_id(self) -> str:
        """As audit rows name it."""
        return str(self.pk)


class BankConfirmation(models.Model):
    """One person, who is not the one that added it, looked and agreed."""

    entry = models.ForeignKey(BankedHash, on_delete=models.CASCADE, related_name="confirmations")
    by = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "by"], name="a_person_confirms_it_once")
        ]


class BankCause(models.Model):
    """A decision for which an entry stands. When the last of them is undone the entry goes; one
    without any was added at the desk."""

    entry = models.ForeignKey(BankedHash, on_delete=models.CASCADE, related_name="causes")
    cause = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "cause"], name="a_cause_banks_an_entry_once")
        ]


class BankHit(models.Model):
    """An entry met a thing. `who` is a pseudonym of the thing's maker, of this entry alone; empty
    where unknown, or after a day (see services/bank_alarm)."""

    entry = models.ForeignKey(BankedHash, on_delete=models.CASCADE, related_name="met")
    subject = models.CharField(max_length=40)
    who = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "subject"], name="an_entry_meets_a_thing_once")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["entry", "-at"], name="hits_of_an_entry_newest")
        ]


class ShownHash(models.Model):
    """What a thing of ours shows: PDQ of frames that differ, and the hashes of its files.

    For the dry run before something is banked, and to bank what a person refused without its
    bytes. Goes when the thing goes.
    """

    subject = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=4, choices=HashKind)
    hash = models.CharField(max_length=64)
    quality = models.PositiveSmallIntegerField(null=True)
    at_seconds = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject", "kind", "hash"], name="a_thing_shows_a_hash_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Of PDQ alone: what is near one is found by its bands (services/bank_foreseeing).
            GinIndex(
                Func(F("hash"), function="moderation_pdq_bands"),
                name="shown_frames_by_their_bands",
                fastupdate=False,
            ),
            models.Index(
                fields=["kind", "hash"],
                condition=Q(kind__in=[HashKind.MD5, HashKind.SHA1]),
                name="shown_files_by_value",
            ),
        ]
