"""Objects onto this machine: whole, just as they were put there, in bounded time."""

import errno
import hashlib
import time
from pathlib import Path
from typing import IO, Any

import structlog

from lib.signed_media.errors import StorageAway, StorageDamaged
from lib.signed_media.s3.faults import translated
from lib.signed_media.s3.heads import Head, read

log = structlog.get_logger(__name__)

TRIES = 3
PIECE = 1 << 20
# Whatever the pace of single bytes, all of it is here after so long.
LEAST_SECONDS, LEAST_BYTES_A_SECOND = 30, 256 * 1024


def fetch(client: Any, bucket: str, key: str, *, into: Path, sha256: str | None) -> Head:
    """Raises FileNotFoundError, StorageFault, OSError of this machine's disk."""
    for left in reversed(range(TRIES)):
        try:
            return _fetched(client, bucket, key, into, sha256)
        except (StorageAway, StorageDamaged) as fault:
            if not left:
                raise
            log.warning("storage_asked_again", code=fault.code.value)
    raise AssertionError


def _fetched(client: Any, bucket: str, key: str, into: Path, sha256: str | None) -> Head:
    with translated():
        answer = client.get_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED")
        head = read(key, answer)
        if not head.is_there:
            answer["Body"].close()
            raise FileNotFoundError(errno.ENOENT, "no such object")
        with answer["Body"] as body, into.open("wb") as file:
            found, size = _poured(body, file, until=_deadline(head.size))
    if size != head.size or {found} != {found, head.sha256 or found, sha256 or found}:
        raise StorageDamaged("not what was put there")
    return head


def _poured(body: Any, file: IO[bytes], *, until: float) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := body.read(PIECE):
        digest.update(piece)
        size += file.write(piece)
        if time.monotonic() > until:
            raise StorageAway("it is too slow")
    return digest.hexdigest(), size


def _deadline(size: int) -> float:
    return time.monotonic() + LEAST_SECONDS + size / LEAST_BYTES_A_SECOND
