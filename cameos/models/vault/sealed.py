"""What the vault keeps: ciphertext, under keys that lie elsewhere (cameos/vault)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils import timezone

from cameos.models.vault.gallery import GALLERY_CHANGED, LIKENESS_ALONE
from cameos.models.vault.keys import CameoKey
from lib.ids import new_id


class FaceTemplate(models.Model):
    """The ciphertext of one template; which model made it stands beside it, in the clear."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.ForeignKey(CameoKey, on_delete=models.CASCADE, related_name="templates")
    kind = models.CharField(max_length=32)
    version = models.CharField(max_length=64)
    dims = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {
        **LIKENESS_ALONE,
        "likeness": "SELECT, INSERT, DELETE",
    }

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "version", "dims"], name="templates_by_mark")
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [GALLERY_CHANGED]


class ReferenceClip(models.Model):
    """Where the ciphertext of one recording lies; nothing of that area ever gets a URL."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.ForeignKey(CameoKey, on_delete=models.CASCADE, related_name="clips")
    storage_key = models.CharField(max_length=200, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {
        **LIKENESS_ALONE,
        "likeness": "SELECT, INSERT, DELETE",
    }
