"""People without an account who report something."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.reasons import CODES
from enforcement.subjects.kinds import SubjectKind
from lib.crypto.fields import EncryptedTextField
from lib.ids import new_id


class Contact(models.Model):
    """An address that answered our mail. `digest` (keyed) finds it again and confirms no guess;
    `status_digest`: of the token with which its owner reads what became of their report."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = EncryptedTextField(null=True)
    name = EncryptedTextField(null=True)
    digest = models.CharField(max_length=64, db_index=True)
    status_digest = models.CharField(max_length=64, unique=True)
    confirmed_at = models.DateTimeField(default=timezone.now)


class OpenNotice(models.Model):
    """What somebody without an account sent, until they confirm their address: nobody looks at it,
    no clock runs. `code_digest` and `link_digest` are keyed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = EncryptedTextField()
    name = EncryptedTextField(null=True)
    digest = models.CharField(max_length=64, db_index=True)
    subject_kind = models.CharField(max_length=16, choices=SubjectKind)
    subject_id = models.UUIDField()
    reason = models.CharField(max_length=32, choices=CODES)
    text = EncryptedTextField(null=True)
    start_s = models.FloatField(null=True)
    end_s = models.FloatField(null=True)
    about_me = models.BooleanField(default=False)
    good_faith = models.BooleanField(default=False)
    code_digest = models.CharField(max_length=64)
    link_digest = models.CharField(max_length=64, unique=True)
    guesses = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="who_reports_without_an_account_says_so_in_good_faith",
                condition=Q(good_faith=True),
            )
        ]
