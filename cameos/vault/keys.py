"""The data key of a cameo: made here, kept wrapped by the master key, opened only here."""

import os
from functools import cache
from typing import Any, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from cameos.vault import keystore
from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.process import require_likeness
from lib.crypto.keyring import KEY_BYTES, Keyring, parse
from lib.crypto.sealed import FORMAT, HEADER, key_of, seal


class DataKey:
    """The unwrapped key, for as long as something is sealed or opened."""

    __slots__ = ("_key", "id")

    def __init__(self, key_id: UUID, key: bytearray) -> None:
        self.id = key_id
        self._key = key

    def __repr__(self) -> str:
        return f"<data key {self.id}>"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("Data keys are never pickled or copied.")

    def __enter__(self) -> "DataKey":
        return self

    def __exit__(self, *_: object) -> None:
        """Overwrites it. The library's own schedule of the key was freed and not overwritten."""
        self._key[:] = bytes(len(self._key))

    def bytes(self) -> bytearray:
        """The key itself, not a copy; raises VaultError once it was overwritten."""
        if not any(self._key):
            raise VaultError(VaultFault.CANNOT_OPEN, "the key was put away")
        return self._key


@cache
def master_keys() -> Keyring:
    """From the provider that settings name, in the likeness process alone."""
    require_likeness()
    return parse(settings.CAMEO_MASTER_KEYS_PROVIDER(), name="cameo master keyring")


def make(key_id: UUID) -> DataKey:
    """A fresh key under this id, kept. Raises VaultError if the id was destroyed meanwhile."""
    require_likeness()
    key = bytearray(os.urandom(KEY_BYTES))
    wrapped = seal(key, place=_place(key_id), keyring=master_keys())
    keystore.build().put(key_id, wrapped)
    return DataKey(key_id, key)


def open_key(key_id: UUID) -> DataKey:
    """The key of this id. Raises VaultError: destroyed, lost, or wrapped by an unknown master."""
    require_likeness()
    return DataKey(key_id, _unwrap(key_id, keystore.build().get(key_id)))


def destroy(key_id: UUID) -> None:
    """All that was ever sealed under it is noise from here on, in every backup. For ever."""
    require_likeness()
    keystore.build().delete(key_id)


def rewrap() -> int:
    """Wrap every key by the newest master key. Returns how many were not. Safe to run again, and
    beside a running service."""
    require_likeness()
    store, newest = keystore.build(), master_keys().current
    old = [key_id for key_id in store.ids() if _master_of(store, key_id) not in (newest, None)]
    for key_id in old:
        _unless_destroyed(store, key_id)
    return len(old)


def _unless_destroyed(store: keystore.KeyStore, key_id: UUID) -> None:
    def change(wrapped: bytes) -> bytes:
        with DataKey(key_id, _unwrap(key_id, wrapped)) as key:
            return seal(key.bytes(), place=_place(key_id), keyring=master_keys())

    try:
        store.replace(key_id, change)
    except VaultError as error:
        if error.fault is not VaultFault.KEY_DESTROYED:
            raise


def _master_of(store: keystore.KeyStore, key_id: UUID) -> int | None:
    try:
        return key_of(store.get(key_id))
    except VaultError as error:
        if error.fault is not VaultFault.KEY_DESTROYED:
            raise
        return None


def _place(key_id: UUID) -> str:
    return f"cameos.CameoKey/{key_id}"


def _unwrap(key_id: UUID, wrapped: bytes) -> bytearray:
    """Into memory that can be overwritten; `lib.crypto.sealed.unseal` answers with bytes."""
    if len(wrapped) < HEADER.size:
        raise VaultError(VaultFault.CANNOT_OPEN, f"key {key_id} is too short")
    version, master_id, nonce = HEADER.unpack_from(wrapped)
    master = master_keys().keys.get(master_id)
    if version != FORMAT or master is None:
        raise VaultError(VaultFault.CANNOT_OPEN, f"key {key_id}: unknown format or master key")
    key = bytearray(KEY_BYTES)
    try:
        AESGCM(master).decrypt_into(nonce, wrapped[HEADER.size :], _place(key_id).encode(), key)
    except (InvalidTag, ValueError):
        raise VaultError(VaultFault.CANNOT_OPEN, f"key {key_id} is damaged") from None
    return key
