from collections.abc import Callable, Iterator
from typing import Protocol
from uuid import UUID


class KeyStore(Protocol):
    """Wrapped keys by id. What was deleted stays so: a late `put` or `replace` brings none back.

    Every verb raises VaultError: KEY_DESTROYED for an id that was deleted, KEY_LOST for one that
    the store never saw or has lost, KEY_STORE_FAILED where the store does not answer.
    """

    def put(self, key_id: UUID, wrapped: bytes) -> None:
        """Keep a new key durably. An id that is taken is refused."""
        ...

    def get(self, key_id: UUID) -> bytes: ...

    def replace(self, key_id: UUID, change: Callable[[bytes], bytes]) -> None:
        """Write the key anew, for a new master key."""
        ...

    def delete(self, key_id: UUID) -> None:
        """Destroy the key for ever. Safe to do again, and for an id that was never seen."""
        ...

    def ids(self) -> Iterator[UUID]:
        """Of the keys that exist."""
        ...
