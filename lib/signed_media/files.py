"""Files of one machine, or of a file system that all machines share."""

import errno
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from lib.signed_media import incoming, listing, signing, storage, targets
from lib.signed_media.base import Listed
from lib.signed_media.errors import StorageDamaged
from lib.signed_media.storage import storage_path


class FileStore:
    """Below settings.MEDIA_DIR; this machine serves and receives them itself."""

    def exists(self, key: str) -> bool:
        return storage.exists(key)

    def placing(self, key: str) -> AbstractContextManager[Path]:
        return storage.placing(key)

    @contextmanager
    def reading(self, key: str, sha256: str | None) -> Iterator[Path]:
        path = storage_path(key)
        if not path.is_file():
            raise FileNotFoundError(errno.ENOENT, "no such object")
        if sha256 is not None and _digest(path) != sha256:
            raise StorageDamaged("not what was put there")
        yield path

    def opened(self, key: str) -> IO[bytes]:
        return storage_path(key).open("rb")

    def copy(self, source: str, target: str) -> None:
        with storage.placing(target) as path:
            shutil.copyfile(storage_path(source), path)

    def move(self, source: str, target: str) -> None:
        storage.move(source, target)

    def delete(self, key: str) -> None:
        storage.delete(key)

    def delete_below(self, prefix: str) -> int:
        return listing.delete_below(prefix)

    def listed(self, prefix: str) -> Iterator[Listed]:
        return listing.listed(prefix)

    def folders(self, prefix: str) -> Iterator[str]:
        return listing.folders(prefix)

    def changed_at(self, prefix: str) -> datetime | None:
        return listing.changed_at(prefix)

    def sweep_unfinished(self, before: datetime) -> int:
        return listing.sweep_unfinished(before)

    def url(self, key: str, *, seconds: int, filename: str | None) -> str:
        return signing.signed_url(key, seconds=seconds, filename=filename)

    def target(
        self, key: str, *, seconds: int, max_bytes: int, content_type: str
    ) -> targets.Target:
        return targets.upload_target(
            key, seconds=seconds, max_bytes=max_bytes, content_type=content_type
        )

    def burn(self, key: str) -> None:
        incoming.burn(key)

    def sweep_incoming(self, keys_in_use: set[str], before: datetime) -> int:
        return incoming.sweep_incoming(keys_in_use, before=before)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
