from __future__ import annotations

import hashlib
import io
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from provenance.certificates.credentials import Credentials, credentials
from provenance.certificates.trust import own_trust
from provenance.errors import SealFault, SigningFailed, SigningUnavailable
from provenance.native import MP4, WEBP, context, format_of
from provenance.signing.attempts import within_limits
from provenance.signing.signer import Fault, signer_for
from provenance.signing.statement import PARENT_ID, Statement
from provenance.verification import State, Verification, verify
from provenance.vocabulary import PARENT


@dataclass(frozen=True, slots=True)
class Seal:
    """`sha256` (hexadecimal) and `size` (bytes) are those of the signed file."""

    manifest_id: str
    signed_at: datetime
    issuer: str
    sha256: str
    size: int


def seal(path: Path, *, statement: Statement) -> Seal:
    """Sign an MP4 or a WebP in place, whole or not at all.

    What was signed is verified before it takes the place of the file, so nothing leaves that our
    own endpoint would disown. Raises `SigningUnavailable` (configuration), `SigningFailed` (try
    again) and `OSError` (disk); then the file is as it was and nothing lies beside it.
    """
    found = credentials()
    format_ = format_of(path)
    if format_ not in (MP4, WEBP):
        raise SigningFailed(SealFault.REFUSED)
    if statement.parent and not verify(statement.parent).authentic:
        raise SigningFailed(SealFault.PARENT_NOT_OURS)
    unsigned = path.read_bytes()
    signed = within_limits(
        lambda timestamps: _sign(unsigned, format_, statement, found, timestamps)
    )
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        _write(partial, signed)
        outcome = _checked(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return Seal(
        manifest_id=str(outcome.manifest_id),
        signed_at=datetime.now(UTC),
        issuer=str(outcome.issuer),
        sha256=hashlib.sha256(signed).hexdigest(),
        size=len(signed),
    )


def _sign(
    unsigned: bytes,
    format_: str,
    statement: Statement,
    found: Credentials,
    timestamps: str | None,
) -> bytes:
    """In memory: faster than through Python's file callbacks (14 to 20 ms for 4.8 MB, measured),
    and an attempt that is left behind owns no file."""
    from c2pa import Builder, C2paError

    fault, signed = Fault(), io.BytesIO()
    signer = signer_for(found, timestamps=timestamps, fault=fault)
    try:
        with Builder(statement.manifest(), context(own_trust().anchors)) as builder:
            if statement.parent:
                _add_parent(builder, statement.parent)
            builder.sign(signer, format_, io.BytesIO(unsigned), signed)
    except C2paError as error:
        raise fault.error or SigningFailed(SealFault.REFUSED) from error
    finally:
        signer.close()
    return signed.getvalue()


def _add_parent(builder: object, parent: Path) -> None:
    with parent.open("rb") as film:
        builder.add_ingredient(  # type: ignore[attr-defined]
            {"title": "Video", "relationship": PARENT, "label": PARENT_ID}, MP4, film
        )


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _checked(path: Path) -> Verification:
    outcome = verify(path)
    if outcome.state == State.FOREIGN:
        raise SigningUnavailable(SealFault.CHAIN_INCOMPLETE)
    if not outcome.authentic:
        raise SigningFailed(SealFault.NOT_VERIFIED)
    return outcome
