"""Files of this machine into the store: checksummed, encrypted, typed, in bounded time."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lib.signed_media.errors import StorageAway
from lib.signed_media.media_types import media_type
from lib.signed_media.s3.clients import TRANSFER
from lib.signed_media.s3.faults import translated
from lib.signed_media.s3.heads import SHA256
from lib.signed_media.s3.pace import seconds_for


def put(client: Any, bucket: str, key: str, *, path: Path, extra: dict[str, str]) -> None:
    """In parts where it is large; a part that fails is sent again, and an upload that fails leaves
    none. The object appears whole or not at all. Raises StorageFault."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        with translated():
            client.upload_fileobj(
                file,
                bucket,
                key,
                ExtraArgs={
                    "ContentType": media_type(key),
                    "ChecksumAlgorithm": "SHA256",
                    "Metadata": {SHA256: digest},
                    **extra,
                },
                Callback=_watch(path.stat().st_size),
                Config=TRANSFER,
            )


def _watch(size: int) -> Callable[[int], None]:
    """Ends an upload that only trickles."""
    until = time.monotonic() + seconds_for(size)

    def check(_: int) -> None:
        if time.monotonic() > until:
            raise StorageAway("it is too slow")

    return check
