"""What is lacking where files are kept; asked at most once in ten minutes."""

import time
from functools import lru_cache

from django.conf import settings

from lib.signed_media.choosing import is_local

ASKED_AGAIN_AFTER = 600  # seconds: the answers take five requests, and seldom change


def storage_lacks() -> str | None:
    """None where nothing is."""
    if is_local():
        said = "files of one machine: no other machine's workers see them, nothing is encrypted"
        return said if settings.PRODUCTION else None
    found = _bucket_faults(int(time.monotonic() // ASKED_AGAIN_AFTER))
    return "; ".join(found) or None


def bucket_faults() -> tuple[str, ...]:
    """Of the bucket in use, asked now."""
    from lib.signed_media.s3.bucket import faults
    from lib.signed_media.s3.options import current

    return tuple(faults(current()))


@lru_cache(maxsize=1)
def _bucket_faults(_: int) -> tuple[str, ...]:
    return bucket_faults()


def answers() -> str:
    """Whether objects can be written, or found, right now. Raises StorageFault, OSError."""
    from lib.signed_media import exists, new_key, scratch

    if is_local():
        import tempfile

        with tempfile.TemporaryFile(dir=settings.MEDIA_DIR) as file:
            file.write(b"ready")
        return "can be written"
    with scratch():
        exists(new_key("work", ".bin"))
    return "answers"
