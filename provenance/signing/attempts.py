"""One signature in bounded time, with a timestamp where its authority answers."""

import threading
import time
from collections.abc import Callable

import structlog
from django.conf import settings

from provenance.errors import SealFault, SigningFailed

log = structlog.get_logger(__name__)

SIGN_SECONDS = 15.0
# An authority that hangs would hold each signature for 30 s (measured), so we go on without.
TIMESTAMP_SECONDS = 5.0
# Then it is left alone for this long: a film has three files.
REST_SECONDS = 300.0

_rest = {"until": 0.0}

Sign = Callable[[str | None], bytes]


def within_limits(sign: Sign) -> bytes:
    """`sign(timestamps)` with the authority's address, else again without. May raise
    `SigningFailed`: at most 20 s after it was called."""
    authority = str(getattr(settings, "PROVENANCE_TSA_URL", "") or "")
    if authority and time.monotonic() >= _rest["until"]:
        try:
            return _bounded(lambda: sign(authority), TIMESTAMP_SECONDS)
        except SigningFailed as error:
            log.warning("signed_without_timestamp", error=error.code)
        signed = _bounded(lambda: sign(None), SIGN_SECONDS)
        _rest["until"] = time.monotonic() + REST_SECONDS
        return signed
    return _bounded(lambda: sign(None), SIGN_SECONDS)


def _bounded(work: Callable[[], bytes], seconds: float) -> bytes:
    """In a thread that is left behind at the limit: native code cannot be interrupted. It holds
    memory and no file, and ends by itself."""
    answers: list[bytes] = []
    errors: list[Exception] = []

    def run() -> None:
        try:
            answers.append(work())
        except Exception as error:  # noqa: BLE001 - carried to the caller's thread
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True, name="seal")
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not answers:
        raise SigningFailed(SealFault.TIMED_OUT)
    return answers[0]
