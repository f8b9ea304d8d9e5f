"""People without an account who report something."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.claim_kinds import ClaimKind, says_whom
from enforcement.models.weighed import Weighed
from enforcement.reasons import CODES
from enforcement.subjects.kinds import SubjectKind
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind, new_id
from lib.models import TypedIdModel


class Contact(Weighed):
    """An address that answered our mail. `digest` (keyed) finds it again and confirms no guess;
    `mailbox` (keyed too) is the same for all addresses that lead to one mailbox: one voice, and
    what is known of it stands on its first row. Its words go after their time; the row stays, for
    its reports."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = EncryptedTextField(null=True)
    name = EncryptedTextField(null=True)
    digest = models.CharField(max_length=64)
    mailbox = models.CharField(max_length=64, db_index=True)
    confirmed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["digest"],
                condition=Q(address__isnull=False),
                name="a_confirmed_address_is_one_contact",
            )
        ]


class OpenNotice(TypedIdModel):
    """What somebody without an account sent, under the id that its report will have. Until they
    confirm their address nobody looks at it and no clock runs. `digest` is that of the mailbox,
    `code_digest` is keyed; `guesses` counts wrong codes. `confirmed_at` only where there was
    nothing under the id that they gave: they are not told so, or the form would tell what exists;
    of these address, words and whom it passes for are gone. `text` lies in the vault from the first
    byte where it is about child safety."""

    id_kind = IdKind.REPORT

    address = EncryptedTextField()
    name = EncryptedTextField(null=True)
    digest = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=16, choices=SubjectKind)
    subject_id = models.UUIDField()
    reason = models.CharField(max_length=32, choices=CODES)
    claim = models.CharField(max_length=6, choices=ClaimKind, blank=True)
    of_id = models.UUIDField(null=True)
    of_word = models.CharField(max_length=40, blank=True)
    text = EncryptedTextField(null=True)
    start_s = models.FloatField(null=True)
    end_s = models.FloatField(null=True)
    about_me = models.BooleanField(default=False)
    good_faith = models.BooleanField(default=False)
    code_digest = models.CharField(max_length=64, blank=True)
    guesses = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="who_reports_without_an_account_says_so_in_good_faith",
                condition=Q(good_faith=True),
            ),
            models.CheckConstraint(
                name="a_notice_of_impersonation_says_of_whom",
                condition=says_whom() | Q(confirmed_at__isnull=False, of_id=None, of_word=""),
            ),
        ]
