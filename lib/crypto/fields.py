"""Model fields whose values the database sees only as ciphertext (law 11)."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from lib.crypto.keyring import keyring
from lib.crypto.sealed import seal, unseal


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Base: encodes to bytes, seals with `app.Model.field` as associated data."""

    def place(self) -> str:
        """Where values of this field may be opened, and nowhere else."""
        return f"{self.model._meta.label}.{self.name}"

    def _encode(self, value: Any) -> bytes:
        raise TypeError(type(self).__name__)

    def _decode(self, plain: bytes) -> Any:
        raise TypeError(type(self).__name__)

    def get_db_prep_value(
        self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        if value is not None:
            value = seal(self._encode(value), place=self.place(), keyring=keyring())
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        if value is None:
            return None
        return self._decode(unseal(bytes(value), place=self.place(), keyring=keyring()))

    def get_lookup(self, lookup_name: str) -> Any:
        """Only IS NULL can be asked of ciphertext; anything else is a mistake, said loudly."""
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted and cannot be searched.")

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError(f"{self.name} is encrypted and is not serialised.")


class EncryptedTextField(SealedField):
    """Text of any length."""

    def to_python(self, value: Any) -> Any:
        return value

    def _encode(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text")
        return value.encode()

    def _decode(self, plain: bytes) -> str:
        return plain.decode()


class EncryptedJSONField(SealedField):
    """Any JSON value."""

    def to_python(self, value: Any) -> Any:
        return value

    def _encode(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()

    def _decode(self, plain: bytes) -> Any:
        return json.loads(plain)
