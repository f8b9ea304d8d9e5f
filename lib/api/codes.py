"""From the codes that Django and DRF use inside to those of the public enum."""

from lib.errors import ErrorCode

SAME = {code.value: code for code in ErrorCode}
TRANSLATED = {
    "parse_error": ErrorCode.MALFORMED,
    "error": ErrorCode.INTERNAL,
    "not_a_list": ErrorCode.WRONG_TYPE,
    "not_a_dict": ErrorCode.WRONG_TYPE,
    "date": ErrorCode.WRONG_TYPE,
    "datetime": ErrorCode.WRONG_TYPE,
    "null_characters_not_allowed": ErrorCode.INVALID_CHARACTERS,
    "surrogate_characters_not_allowed": ErrorCode.INVALID_CHARACTERS,
    "max_string_length": ErrorCode.MAX_VALUE,
    "min_string_length": ErrorCode.MIN_VALUE,
    "unsupported_media_type": ErrorCode.UNSUPPORTED_MEDIA_TYPE,
}
BY_STATUS = {
    401: ErrorCode.NOT_AUTHENTICATED,
    403: ErrorCode.PERMISSION_DENIED,
    404: ErrorCode.NOT_FOUND,
    405: ErrorCode.METHOD_NOT_ALLOWED,
    406: ErrorCode.NOT_ACCEPTABLE,
    409: ErrorCode.STALE_STATE,
    410: ErrorCode.GONE,
    413: ErrorCode.TOO_LARGE,
    415: ErrorCode.UNSUPPORTED_MEDIA_TYPE,
    429: ErrorCode.THROTTLED,
    503: ErrorCode.TEMPORARILY_UNAVAILABLE,
}


def public_code(code: str, status: int) -> ErrorCode:
    """The public code for an inner one; what nobody named takes that of its status."""
    known = SAME.get(code) or TRANSLATED.get(code) or BY_STATUS.get(status)
    return known or (ErrorCode.INVALID if status < 500 else ErrorCode.INTERNAL)
