from typing import ClassVar

from django.db import models

from cameos.models.cameos import Cameo
from lib.sanctions import LIVE, Hold


class CameoHold(Hold):
    """Nobody uses the likeness, for one cause, whatever its owner permits; its owner neither."""

    cameo = models.ForeignKey(Cameo, on_delete=models.CASCADE, related_name="holds")

    # The likeness process asks whether a use is still permitted, before it opens a template.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cameo", "cause"], name="a_cause_holds_a_cameo_once", condition=LIVE
            )
        ]
