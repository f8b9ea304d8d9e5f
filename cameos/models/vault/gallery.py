"""Who may read what the vault keeps, and what tells that it changed."""

from typing import ClassVar

import pgtrigger
from django.db import models

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
