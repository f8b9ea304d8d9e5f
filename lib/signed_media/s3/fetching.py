"""Objects onto this machine: whole, just as they were put there, in bounded time."""

import errno
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, Any

import structlog

from lib.signed_media.errors import StorageAway, StorageDamaged
from lib.signed_media.s3.faults import translated
from lib.signed_media.s3.heads import Head, read
from lib.signed_media.s3.pace import seconds_for

log = structlog.get_logger(__name__)

TRIES = 3
PIECE = 1 << 20


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
    head, body = read(key, answer), answer["Body"]
    if not head.is_there:
        body.close()
        raise FileNotFoundError(errno.ENOENT, "no such object")
    try:
        with translated(), body, _hurried(body, head.size), into.open("wb") as file:
            found = _poured(body, file)
    except StorageDamaged:
        # A checksum of half of it is wrong too: that is no damage, but a line that was cut.
        if into.stat().st_size < head.size:
            raise StorageAway("it came in part") from None
        raise
    if {found} != {found, head.sha256 or found, sha256 or found}:
        raise StorageDamaged("not what was put there")
    return head


def _poured(body: Any, file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := body.read(PIECE):
        digest.update(piece)
        file.write(piece)
    return digest.hexdigest()


@contextmanager
def _hurried(body: Any, size: int) -> Iterator[None]:
    """A body that trickles is cut off: no single read of it ever waits long enough to give up."""
    cut = body._raw_stream.shutdown  # of urllib3, meant for another thread
    timer = Timer(seconds_for(size), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
