from typing import ClassVar
from uuid import UUID

import pgtrigger
from django.db import models
from django.utils import timezone

from cameos.blocked.states import OVER
from cameos.models.blocked import BlockedLikeness
from cameos.models.cameos import Cameo
from cameos.models.vault.gallery import GALLERY_CHANGED, LIKENESS_ALONE
from cameos.states import ENDED
from lib.ids import new_id


class CameoKey(models.Model):
    """That a data key of this id exists for a cameo, or for somebody blocked; the key itself lies
    in the key store.

    A cameo that is recorded anew has two for a while: all that one recording left is sealed under
    one key, and goes with it. `epoch`: the cameo's, under whose consent it was recorded.
    `confirmed_at`: the recording was accepted as the owner's own. Of somebody blocked the epoch is
    always 1: their release is given once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cameo = models.ForeignKey(Cameo, null=True, on_delete=models.PROTECT, related_name="keys")
    blocked = models.ForeignKey(
        BlockedLikeness, null=True, on_delete=models.PROTECT, related_name="keys"
    )
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
            ),
            models.UniqueConstraint(
                fields=["blocked"],
                name="a_blocked_person_has_one_key",
            ),
            models.CheckConstraint(
                name="a_key_is_of_a_cameo_or_of_a_blocked_person",
                condition=models.Q(cameo__isnull=False, blocked=None)
                | models.Q(cameo=None, blocked__isnull=False),
            ),
        ]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [GALLERY_CHANGED]

    @property
    def holder(self) -> Cameo | BlockedLikeness:
        """Whose face it seals; of exactly one kind, as a constraint says."""
        found = self.cameo or self.blocked
        assert found is not None  # noqa: S101
        return found

    @property
    def holder_id(self) -> UUID:
        """Their id: of another kind of row, so never the id of another person."""
        found = self.cameo_id or self.blocked_id
        assert found is not None  # noqa: S101
        return found

    @property
    def is_withdrawn(self) -> bool:
        """Whether the consent behind it was taken back, or ended."""
        if self.blocked is not None:
            return self.blocked.state in OVER
        return self.cameo is None or self.cameo.state in ENDED or self.epoch != self.cameo.epoch
