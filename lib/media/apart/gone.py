from enum import StrEnum


class End(StrEnum):
    """How a decoder came to its end without a word about its film."""

    NOT_STARTED = "not_started"
    DIED = "died"
    SILENT = "silent"
    TOO_LONG = "too_long"


class DecoderGone(Exception):
    """Nothing is known of the film: it was not assessed. No `MediaError`, for who has too little
    memory or a broken installation would hear that every film is broken.

    A film may do this each time, so whoever tries again counts. `status`: as `subprocess` has it,
    below zero a signal; None where there was none.
    """

    def __init__(self, end: End, status: int | None = None) -> None:
        super().__init__(f"decoder_{end.value}")
        self.code = f"decoder_{end.value}"
        self.status = status
