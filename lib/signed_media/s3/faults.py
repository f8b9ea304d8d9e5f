"""What the libraries raise, in our words. Their messages name keys and are kept out of logs."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    FlexibleChecksumError,
    HTTPClientError,
    IncompleteReadError,
)

from lib.signed_media.errors import StorageAway, StorageDamaged, StorageDenied, StorageFault

log = structlog.get_logger(__name__)

MISSING = frozenset({"NoSuchKey", "404", "NotFound", "NoSuchVersion"})
# Of a client's own fault it names these; the store will take the same request later.
PASSING = frozenset(
    {"SlowDown", "RequestTimeout", "RequestTimeTooSkewed", "OperationAborted", "Throttling"}
)
TAKEN = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict"})


class Taken(Exception):
    """A conditional write found something there, or somebody who was faster."""


@contextmanager
def translated() -> Iterator[None]:
    """Raises FileNotFoundError, Taken, StorageFault."""
    try:
        yield
    except ClientError as error:
        raise _of_answer(error) from None
    except FlexibleChecksumError as error:
        raise _told(StorageDamaged("it came changed"), type(error).__name__) from None
    except (HTTPClientError, ConnectionError, IncompleteReadError) as error:
        raise _told(StorageAway("it does not answer"), type(error).__name__) from None
    except BotoCoreError as error:  # no credentials, no region
        raise _told(StorageDenied("it cannot be asked"), type(error).__name__) from None


def _of_answer(error: ClientError) -> Exception:
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    if code in MISSING:
        return FileNotFoundError(errno.ENOENT, "no such object")
    if code in TAKEN:
        return Taken()
    # Of a copy the store may answer 200 and say in the body that it failed.
    if code in PASSING or status == 429 or status >= 500 or code == "InternalError":
        return _told(StorageAway("it does not answer"), code)
    return _told(StorageDenied("it does not let us"), code)


def _told(fault: StorageFault, said: str) -> StorageFault:
    log.warning("storage_fault", code=fault.code.value, said=said[:64])
    return fault
