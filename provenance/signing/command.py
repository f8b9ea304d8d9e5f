"""Signing by an operator's command: the key stays in a KMS or an HSM."""

import os
import signal
import subprocess
from contextlib import suppress

from provenance.errors import SealFault, SigningFailed

COMMAND_SECONDS = 10.0
# ES512 in DER has 139 bytes, PS256 with a 4,096-bit key 512.
LONGEST_SIGNATURE = 1024


def signature_of(data: bytes, command: str, *, seconds: float | None = None) -> bytes:
    """The bytes to sign on its standard input, the signature (raw or DER) on its output.

    Raises `SigningFailed`. The command and all that it started are killed at the limit: a
    child that held the pipe open would otherwise hold us too.
    """
    process = subprocess.Popen(  # noqa: S602 - the operator's own configured command line
        command,
        shell=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        answer, _ = process.communicate(data, timeout=seconds or COMMAND_SECONDS)
    except subprocess.TimeoutExpired:
        raise SigningFailed(SealFault.TIMED_OUT) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.returncode or not 0 < len(answer) <= LONGEST_SIGNATURE:
        raise SigningFailed(SealFault.COMMAND_FAILED)
    return answer
