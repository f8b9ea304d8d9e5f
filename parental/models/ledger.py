"""What both may read for ever, and what each agreed to."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import IdKind, encode, new_id
from parental.states import Side, Why


class EntryKind(models.TextChoices):
    """What happened between a teen and a guardian."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    ENDED = "ended"
    DECIDED = "decided"
    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    CONTROL_SET = "control_set"
    CONTROL_REMOVED = "control_removed"
    RELEASE_GIVEN = "release_given"
    RELEASE_WITHDRAWN = "release_withdrawn"
    POLICY_AGREED = "policy_agreed"
    SAID_13_TO_17 = "said_13_to_17"
    SAID_UNDER_13 = "said_under_13"


class FamilyEntry(AppendOnly):
    """One line of the ledger of a link: who did what to which limit, release or version of the
    terms, why, when. No words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    link_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=EntryKind)
    by = models.CharField(max_length=10, choices=Side)
    limit = models.CharField(max_length=32, blank=True)
    value = models.JSONField(null=True)
    why = models.CharField(max_length=10, choices=Why, blank=True)
    release = models.CharField(max_length=16, blank=True)
    proposal_id = models.UUIDField(null=True)
    policy = models.CharField(max_length=40, blank=True, default="")
    policy_version = models.PositiveIntegerField(null=True)

    class Meta(AppendOnly.Meta):
        verbose_name = "ledger entry"
        verbose_name_plural = "ledger entries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["link_id", "-at", "-id"], name="ledger_newest_first")
        ]


class ConsentPurpose(models.TextChoices):
    """What somebody said yes to."""

    LINK = "link"
    ENROLMENT = "enrolment"
    GUARDIAN_USE = "guardian_use"


class ConsentReceipt(AppendOnly):
    """That somebody gave or withdrew a consent, and under which text (R11)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    link_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    side = models.CharField(max_length=10, choices=Side)
    purpose = models.CharField(max_length=16, choices=ConsentPurpose)
    given = models.BooleanField()
    text_version = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["link_id", "-at", "-id"], name="receipts_newest_first")
        ]

    @property
    def public_id(self) -> str:
        """The typed id."""
        return encode(IdKind.FAMILY_RECEIPT, self.id)
