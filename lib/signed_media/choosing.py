from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from lib.signed_media.base import Store
from lib.signed_media.files import FileStore

if TYPE_CHECKING:
    from lib.signed_media.s3.options import Options


def store() -> Store:
    """Where objects lie, by settings."""
    if settings.MEDIA_STORE == "files":
        return FileStore()
    from lib.signed_media.s3.options import current

    return _object_store(current())


def is_local() -> bool:
    """Whether objects are files of this machine, which serves them itself."""
    return bool(settings.MEDIA_STORE == "files")


@lru_cache(maxsize=4)
def _object_store(options: Options) -> Store:
    from lib.signed_media.s3.store import ObjectStore

    return ObjectStore(options)
