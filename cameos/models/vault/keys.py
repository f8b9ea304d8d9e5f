from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils import timezone

from cameos.models.cameos import Cameo
from cameos.models.vault.gallery import GALLERY_CHANGED, LIKENESS_ALONE
from lib.ids import new_id


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
