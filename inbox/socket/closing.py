"""Why a socket is closed: codes for programs, the reason is an error code of the API."""

from enum import IntEnum

from lib.errors import HTTP_STATUS, ErrorCode


class CloseCode(IntEnum):
    """WebSocket close codes: RFC 6455's, and our own as HTTP's with 4000 added."""

    INTERNAL = 1011
    TRY_AGAIN = 1013
    MALFORMED = 4400
    NOT_AUTHENTICATED = 4401
    NOT_ALLOWED = 4403
    TIMEOUT = 4408
    TOO_LARGE = 4413
    UNSUPPORTED = 4415
    TOO_MANY = 4429


def close_code(code: ErrorCode) -> CloseCode:
    """The close code that belongs to an error code."""
    status = HTTP_STATUS[code]
    if status == 503:
        return CloseCode.TRY_AGAIN
    try:
        return CloseCode(4000 + status)
    except ValueError:
        return CloseCode.INTERNAL
