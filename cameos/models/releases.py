"""What a person agreed to before anything was recorded (BIPA, 740 ILCS 14/15(b))."""

import hashlib
import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedTextField
from lib.ids import new_id


class Release(AppendOnly):
    """One written release: of which text, in which language, for which scopes, when, where.

    `text_hash` is over the text with the table of purposes as they were shown. `device` is a keyed
    hash. `address_commitment` can be checked as long as ReleaseAddress stands, and tells nothing
    afterwards.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(db_index=True)
    notice_version = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    locale = models.CharField(max_length=16)
    face = models.BooleanField()
    voice = models.BooleanField()
    device = models.CharField(max_length=64)
    address_commitment = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_release_is_for_a_face", condition=models.Q(face=True))
        ]


class ReleaseAddress(models.Model):
    """From which address a release came; destroyed with its salt, the release still stands."""

    release_id = models.UUIDField(primary_key=True)
    salt = models.CharField(max_length=64)
    address = EncryptedTextField()
    at = models.DateTimeField(default=timezone.now, db_index=True)


def new_salt() -> str:
    """256 random bits: an address alone could be guessed."""
    return secrets.token_hex(32)


def commitment(salt: str, address: str) -> str:
    """What a release keeps of an address."""
    return hashlib.sha256(f"{salt}\n{address}".encode()).hexdigest()
