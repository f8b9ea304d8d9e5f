from typing import Any
from uuid import UUID

from django.db import models

from lib.ids import IdKind, InvalidId, decode, encode


class PersonKeyField(models.UUIDField):  # type: ignore[type-arg]
    """A person's UUID whose text is the typed id.

    Django's sessions and the `sub` of a token are the text of the primary key: so neither
    ever holds the database's form of it.
    """

    def value_to_string(self, obj: models.Model) -> str:
        """`usr_…`."""
        value: UUID = self.value_from_object(obj)
        return encode(IdKind.USER, value)

    def to_python(self, value: Any) -> Any:
        """A typed id, or what UUIDField takes."""
        if isinstance(value, str):
            try:
                return decode(IdKind.USER, value)
            except InvalidId:
                return super().to_python(value)
        return super().to_python(value)
