from enum import StrEnum


class MediaFault(StrEnum):
    MISSING = "media_missing"
    EMPTY = "media_empty"
    TRUNCATED = "media_truncated"
    UNREADABLE = "media_unreadable"
    NO_VIDEO = "media_no_video"
    NO_AUDIO = "media_no_audio"
    TOO_LARGE = "media_too_large"
    TOO_LONG = "media_too_long"


class MediaError(Exception):
    """A file that cannot be used. `code` is stable and safe to show; the message holds no path."""

    def __init__(self, code: MediaFault) -> None:
        super().__init__(code.value)
        self.code = code
