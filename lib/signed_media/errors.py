"""What a store answers when it cannot do what it was asked. All are OSErrors, as a disk's are."""

import errno
from enum import StrEnum

from lib.api.unavailable import Unavailable
from lib.signed_media.keys import KeyRefused

# A disk that is full, or a share of it.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


class StorageCode(StrEnum):
    """For logs and for staff; stable."""

    AWAY = "storage_unavailable"
    DENIED = "storage_denied"
    DAMAGED = "storage_damaged"
    FULL = "storage_full"


class StorageFault(OSError):
    """Nothing was changed that a later call would not find or do again."""

    code = StorageCode.AWAY
    # True where waiting helps: the store comes back, or an operator lets us in again.
    passes = True


class StorageAway(StorageFault, Unavailable):
    """It does not answer in time, or asks to be left alone for a while."""


class StorageDenied(StorageFault, Unavailable):
    """It answers, and does not let us: rights, credentials, or no such bucket."""

    code = StorageCode.DENIED


class StorageDamaged(StorageFault):
    """What came is not what was put there, however often it was asked for."""

    code = StorageCode.DAMAGED
    passes = False


# What says of one object that a verb was not done with it; of another it may be.
NOT_DONE = (OSError, KeyRefused)


def code_of(error: BaseException) -> StorageCode | None:
    """What it says about the place where files are kept; None for anything else."""
    if isinstance(error, StorageFault):
        return error.code
    full = isinstance(error, OSError) and error.errno in NO_ROOM
    return StorageCode.FULL if full else None
