from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.certificates.credentials import Credentials
from provenance.errors import SealFault, SigningFailed, SigningUnavailable
from provenance.signing.command import signature_of

if TYPE_CHECKING:
    from c2pa import Signer


@dataclass(slots=True)
class Fault:
    """What went wrong inside a callback: the library swallows its exception."""

    error: SigningFailed | None = field(default=None)


def signer_for(credentials: Credentials, *, timestamps: str | None, fault: Fault) -> Signer:
    """For one signature; a rotated key counts with the next."""
    from c2pa import C2paError, C2paSignerInfo, C2paSigningAlg, Signer

    try:
        if credentials.command is None:
            info = C2paSignerInfo(
                credentials.algorithm.encode(),
                credentials.chain,
                credentials.key,
                timestamps.encode() if timestamps else None,
            )
            return Signer.from_info(info)
        return Signer.from_callback(
            _callback(credentials.command, fault),
            C2paSigningAlg[credentials.algorithm.upper()],
            credentials.chain.decode(),
            timestamps,
        )
    except C2paError as error:
        raise SigningUnavailable(SealFault.CERTIFICATE_UNFIT) from error


def _callback(command: str, fault: Fault) -> Callable[[bytes], bytes]:
    def sign(data: bytes) -> bytes:
        try:
            return signature_of(data, command)
        except SigningFailed as error:
            fault.error = error
            return b""
        except Exception:  # noqa: BLE001 - nothing may pass through the library's C frames
            fault.error = SigningFailed(SealFault.COMMAND_FAILED)
            return b""

    return sign
