"""A CA of this machine's own, made at first run, whose name says that nobody should trust it."""

import os
import secrets
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from django.conf import settings

from provenance.certificates.profile import Issued, issue

ORGANIZATION = "Zoetrope development"
CA_NAME = "Zoetrope development CA - not trusted"
SIGNER_NAME = "Zoetrope development signer - not trusted"
CA_LIFE = timedelta(days=30 * 365)
# Nothing here is timestamped, so a film verifies only while its leaf is valid: at least two years.
LEAF_LIFE = timedelta(days=3 * 365)
RENEW_BEFORE = timedelta(days=2 * 365)

ROOT, INTERMEDIATE, LEAF = "root.pem", "intermediate.pem", "leaf.pem"


def folder() -> Path:
    return Path(settings.DATA_DIR) / "keys" / "provenance"


def leaf_bundle() -> bytes:
    """PEM: key, leaf, intermediate. Makes the CA at the first call and renews the leaf in time."""
    place = folder()
    if not (place / LEAF).exists():
        _found(place)
    bundle = (place / LEAF).read_bytes()
    leaf = x509.load_pem_x509_certificates(bundle)[0]
    if leaf.not_valid_after_utc - datetime.now(UTC) > RENEW_BEFORE:
        return bundle
    return _renew(place)


def issuers() -> bytes:
    """PEM of root and intermediate, empty where this machine has signed nothing yet."""
    paths = (folder() / ROOT, folder() / INTERMEDIATE)
    if not all(path.exists() for path in paths):
        return b""
    found = [x509.load_pem_x509_certificates(path.read_bytes())[0] for path in paths]
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in found)


def _found(place: Path) -> None:
    """Two processes that start together agree: a whole folder is renamed into place, once."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    draft.mkdir(mode=0o700)
    try:
        _make(draft)
        draft.rename(place)
    except OSError:
        if not (place / LEAF).exists():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _make(place: Path) -> None:
    root = issue(CA_NAME, organization=ORGANIZATION, life=CA_LIFE, issuer=None, is_ca=True)
    middle = issue(
        f"{CA_NAME}, intermediate",
        organization=ORGANIZATION,
        life=CA_LIFE - timedelta(days=1),
        issuer=root,
        is_ca=True,
    )
    _write(place / ROOT, root.key_pem + root.pem)
    _write(place / INTERMEDIATE, middle.key_pem + middle.pem)
    _write(place / LEAF, _leaf(middle))


def _renew(place: Path) -> bytes:
    """Of two processes that renew together the last one wins; films of both verify."""
    middle = _read(place / INTERMEDIATE)
    bundle = _leaf(middle)
    draft = place / f".{LEAF}.{secrets.token_hex(4)}"
    try:
        _write(draft, bundle)
        draft.replace(place / LEAF)
    finally:
        draft.unlink(missing_ok=True)
    return bundle


def _leaf(middle: Issued) -> bytes:
    leaf = issue(SIGNER_NAME, organization=ORGANIZATION, life=LEAF_LIFE, issuer=middle, is_ca=False)
    return leaf.key_pem + leaf.pem + middle.pem


def _read(path: Path) -> Issued:
    pem = path.read_bytes()
    key = load_pem_private_key(pem, password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError("not a key of ours")
    return Issued(key, x509.load_pem_x509_certificates(pem)[0])


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
