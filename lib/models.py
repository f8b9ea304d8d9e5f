"""Abstract bases for the rooms' models; lib itself owns no table of people or things."""

from typing import ClassVar

from django.db import models

from lib.ids import IdKind, encode, new_id


class TypedIdModel(models.Model):
    """A row with a UUIDv7 key that clients see as a typed id."""

    id_kind: ClassVar[IdKind]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        """The typed id, for example `gen_01k…`."""
        return encode(self.id_kind, self.id)
