"""What the vault keeps: ciphertext, and the ids of keys that lie elsewhere (cameos/vault)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils import timezone

from cameos.models.cameos import Cameo
from lib.ids import new_id

# Not even an id of these is for the web or for workers that read hostile films.
LIKENESS_ALONE: dict[str, str] = {"web": "", "worker": ""}

# Any change by any way gives the gallery another stamp; the row's lock puts changes in order.
GALLERY_CHANGED = pgtrigger.Trigger(
    name="gallery_changed",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=(
        "INSERT INTO cameos_gallerystamp (id, stamp) VALUES (1, gen_random_uuid())"
        " ON CONFLICT (id) DO UPDATE SET stamp = EXCLUDED.stamp; RETURN NULL;"
    ),
)


class GalleryStamp(models.Model):
    """One row. Whoever holds the templates in memory is up to date while the stamp is the same."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField()

    database_rights: ClassVar[dict[str, str]] = {
        **LIKENESS_ALONE,
        "likeness": "SELECT, INSERT, UPDATE",
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="there_is_one_gallery_stamp", condition=models.Q(id=1))
        ]


class CameoKey(models.Model):
    """That a data key of this id exists for a cameo; the key itself lies in the key store.

    A cameo that is recorded anew has two for a while: all that one recording left is sealed under
    one key, and goes with it. `epoch`: the cameo's, under whose consent it was recorded.
    `confirmed_at`: the recording was accepted as the owner's own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cameo = models.ForeignKey(Cameo, on_delete=models.PROTECT, related_name="keys")
    epoch = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)

    database_rights: ClassVar[dict[str, str]] = {
        **LIKENESS_ALONE,
        "likeness": "SELECT, INSERT, UPDATE, DELETE",
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cameo"],
                name="a_cameo_has_one_confirmed_recording",
                condition=models.Q(confirmed_at__isnull=False),
            )
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [GALLERY_CHANGED]


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
