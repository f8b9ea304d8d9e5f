"""What is said and shown of child safety: the web role writes it and can never read it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from enforcement.models.held_files import HeldFile
from lib.crypto.fields import EncryptedJSONField
from lib.ids import new_id


class VaultedReport(models.Model):
    """`report_id` is that of the receipt. `said`: the words and the part of the film, sealed.

    The web role inserts and nothing else: no page and no address of ours can show a row. The worker
    role removes what is past its time: it stays while its case is open or what was decided can be
    looked at anew (work/expiring.py). Who opens it comes with the legal path, by two people.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report_id = models.UUIDField(unique=True)
    said = EncryptedJSONField()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    database_rights: ClassVar[dict[str, str]] = {"web": "INSERT", "worker": "SELECT, DELETE"}


class VaultedFile(HeldFile):
    """The film of a thing that was reported or found so, and nothing that was derived from it; the
    copy lies below `quarantine/child-safety`. `report_id`: of the receipt, or of the case in which
    it was found, where it had been copied into another before. `at`: when it came, or was last
    found to be of child safety."""

    report_id = models.UUIDField(db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    database_rights: ClassVar[dict[str, str]] = {
        "web": "INSERT",
        "worker": "SELECT, INSERT, UPDATE, DELETE",
    }

    class Meta(HeldFile.Meta):
        abstract = False
