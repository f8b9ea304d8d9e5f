"""What was consented to, by whom, when: a chain of commitments for each cameo (C18, law 6)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cameos.ledger.facts import ConsentKind
from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedJSONField
from lib.ids import IdKind
from lib.models import TypedIdModel

KINDS = [(one.value, one.value) for one in ConsentKind]
HASH = 64  # hexadecimal digits of SHA-256


class ConsentEntry(AppendOnly, TypedIdModel):
    """One link: ids and hashes only, so that it outlives the likeness and the person."""

    id_kind = IdKind.RECEIPT

    cameo_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=24, choices=KINDS)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.CharField(max_length=64)
    commitment = models.CharField(max_length=HASH)
    previous_hash = models.CharField(max_length=HASH)
    row_hash = models.CharField(max_length=HASH)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cameo_id", "seq"], name="a_place_in_a_chain_is_taken_once"
            ),
            models.CheckConstraint(
                name="a_chain_of_consent_begins_at_one", condition=Q(seq__gte=1)
            ),
        ]


class ConsentOpening(models.Model):
    """What opens the commitment of one entry. Destroyed with the likeness; the chain still holds.

    Only the likeness process, which erases, may delete one; nobody may change one.
    """

    entry_id = models.UUIDField(primary_key=True)
    cameo_id = models.UUIDField(db_index=True)
    salt = models.BinaryField()
    fact: Any = EncryptedJSONField()

    database_rights: ClassVar[dict[str, str]] = {
        "web": "SELECT, INSERT",
        "worker": "SELECT, INSERT",
        "likeness": "SELECT, INSERT, DELETE",
    }


class ConsentAnchor(AppendOnly):
    """A signed statement about all heads that changed, as it is kept outside the database."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    document = models.TextField()

    database_rights: ClassVar[dict[str, str]] = {"web": "SELECT"}

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="anchors_of_consent_begin_at_one", condition=Q(number__gte=1)
            )
        ]


class AnchoredHead(AppendOnly):
    """Which chain it is that stands at a place of an anchor: the salt of its name there."""

    anchor = models.ForeignKey(ConsentAnchor, on_delete=models.PROTECT, related_name="heads")
    place = models.PositiveIntegerField()
    cameo_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    salt = models.BinaryField()

    database_rights: ClassVar[dict[str, str]] = {"web": "SELECT"}

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["anchor", "place"], name="a_place_of_an_anchor_is_taken_once"
            ),
            models.UniqueConstraint(fields=["cameo_id", "seq"], name="a_head_is_anchored_once"),
        ]
