"""What every store can do. Keys are checked by `verbs` before they come here."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from lib.signed_media.targets import Target


@dataclass(frozen=True, slots=True)
class Listed:
    """An object, and when it was put there."""

    key: str
    changed_at: datetime


class Store(Protocol):
    """Objects by key. Raises StorageFault, or another OSError; FileNotFoundError for no object."""

    def exists(self, key: str) -> bool: ...

    def placing(self, key: str) -> AbstractContextManager[Path]: ...

    def reading(self, key: str, sha256: str | None) -> AbstractContextManager[Path]: ...

    def opened(self, key: str) -> IO[bytes]: ...

    def copy(self, source: str, target: str) -> None: ...

    def move(self, source: str, target: str) -> None: ...

    def delete(self, key: str) -> None: ...

    def delete_below(self, prefix: str) -> int: ...

    def listed(self, prefix: str) -> Iterator[Listed]: ...

    def folders(self, prefix: str) -> Iterator[str]: ...

    def changed_at(self, prefix: str) -> datetime | None: ...

    def sweep_unfinished(self, before: datetime) -> int: ...

    def url(self, key: str, *, seconds: int, filename: str | None) -> str: ...

    def target(self, key: str, *, seconds: int, max_bytes: int, content_type: str) -> Target: ...

    def burn(self, key: str) -> None: ...

    def sweep_incoming(self, keys_in_use: set[str], before: datetime) -> int: ...
