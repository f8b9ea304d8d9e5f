"""Why something was not marked or signed. Codes are stable; no message holds a path or a key."""

from enum import StrEnum


class SealFault(StrEnum):
    """A value is never reused or renamed."""

    # Configuration: stays until an operator mends it
    NOT_CONFIGURED = "signing_not_configured"
    CERTIFICATE_UNREADABLE = "signing_certificate_unreadable"
    CERTIFICATE_EXPIRED = "signing_certificate_expired"
    CERTIFICATE_UNFIT = "signing_certificate_unfit"
    KEY_UNREADABLE = "signing_key_unreadable"
    KEY_MISMATCH = "signing_key_mismatch"
    CHAIN_INCOMPLETE = "signing_chain_incomplete"
    # This time: another attempt may succeed
    REFUSED = "signing_refused"
    TIMED_OUT = "signing_timed_out"
    COMMAND_FAILED = "signing_command_failed"
    PARENT_NOT_OURS = "signing_parent_not_ours"
    NOT_VERIFIED = "signing_not_verified"


class SealError(Exception):
    """No seal was made, and the file is as it was."""

    retryable: bool

    def __init__(self, code: SealFault) -> None:
        super().__init__(code.value)
        self.code = code


class SigningUnavailable(SealError):
    """The configuration cannot sign at all: trying again is useless until it is mended."""

    retryable = False


class SigningFailed(SealError):
    """This signature did not come about; the next may."""

    retryable = True


class BurnCancelled(Exception):
    """The caller said so; nothing was left behind."""
