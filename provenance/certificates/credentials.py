from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from provenance.certificates import development
from provenance.certificates.profile import PURPOSES
from provenance.errors import SealFault, SigningUnavailable

# COSE algorithms that C2PA allows (specification 2.4, section 13.2.1)
CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """`chain` is PEM, leaf first; either `key` (PKCS#8 in PEM) or `command` signs."""

    chain: bytes
    leaf: x509.Certificate
    algorithm: str
    key: bytes | None
    command: str | None


def configured_chain() -> Path | None:
    return _path("PROVENANCE_CERTIFICATES")


def credentials() -> Credentials:
    """Read anew each time, so that a rotated file counts at once. Raises `SigningUnavailable`."""
    path = configured_chain()
    if path is not None:
        return _configured(_content(path, SealFault.CERTIFICATE_UNREADABLE))
    if settings.PRODUCTION:
        raise SigningUnavailable(SealFault.NOT_CONFIGURED)
    bundle = _development_bundle()
    return _credentials(bundle, key=bundle, command=None)


def _development_bundle() -> bytes:
    try:
        return development.leaf_bundle()
    except (OSError, ValueError) as error:
        raise SigningUnavailable(SealFault.KEY_UNREADABLE) from error


def _configured(chain: bytes) -> Credentials:
    command = str(getattr(settings, "PROVENANCE_SIGNER_COMMAND", "") or "")
    if command:
        return _credentials(chain, key=None, command=command)
    path = _path("PROVENANCE_KEY")
    if path is None:
        raise SigningUnavailable(SealFault.NOT_CONFIGURED)
    return _credentials(chain, key=_content(path, SealFault.KEY_UNREADABLE), command=None)


def _credentials(pem: bytes, *, key: bytes | None, command: str | None) -> Credentials:
    try:
        certificates = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise SigningUnavailable(SealFault.CERTIFICATE_UNREADABLE) from error
    leaf = certificates[0]
    _refuse_unfit(leaf)
    chain = b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)
    private = None if key is None else _private(key, leaf)
    return Credentials(chain, leaf, _algorithm(leaf.public_key()), private, command)


def _algorithm(key: Any) -> str:
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in CURVES:
        return CURVES[key.curve.name]
    if isinstance(key, rsa.RSAPublicKey):
        return "ps256"
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "ed25519"
    raise SigningUnavailable(SealFault.CERTIFICATE_UNFIT)


def _refuse_unfit(leaf: x509.Certificate) -> None:
    now = datetime.now(UTC)
    if not leaf.not_valid_before_utc <= now < leaf.not_valid_after_utc:
        raise SigningUnavailable(SealFault.CERTIFICATE_EXPIRED)
    if not _may_sign_claims(leaf):
        raise SigningUnavailable(SealFault.CERTIFICATE_UNFIT)


def _may_sign_claims(leaf: x509.Certificate) -> bool:
    try:
        usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return any(purpose.dotted_string in PURPOSES for purpose in usage)


def _private(pem: bytes, leaf: x509.Certificate) -> bytes:
    """The leaf's key in the one form that the library reads."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise SigningUnavailable(SealFault.KEY_UNREADABLE) from error
    if _spki(key.public_key()) != _spki(leaf.public_key()):
        raise SigningUnavailable(SealFault.KEY_MISMATCH)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _spki(key: Any) -> bytes:
    spki: bytes = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return spki


def _path(name: str) -> Path | None:
    value = str(getattr(settings, name, "") or "")
    return Path(value) if value else None


def _content(path: Path, fault: SealFault) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SigningUnavailable(fault) from error
