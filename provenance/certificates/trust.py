"""Whose signatures we call ours. No list of the world's CAs is ever read here."""

from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings

from provenance.certificates import development
from provenance.certificates.credentials import configured_chain


@dataclass(frozen=True, slots=True)
class Trust:
    """`anchors` is PEM; `signers` holds (organization, common name) of every leaf of ours."""

    anchors: str
    signers: frozenset[tuple[str, str]]


def own_trust() -> Trust:
    """From the configured chain and its predecessors, or from the development CA of this machine.

    A chain's own issuers are its anchors, so a shared public CA vouches for no more than the
    branch that issued to us; the leaf's name then tells us from its other customers.
    """
    paths = [configured_chain(), _former()]
    if not any(paths) and not settings.PRODUCTION:
        return Trust(development.issuers().decode(), frozenset({_DEVELOPMENT}))
    certificates = [each for path in paths if path for each in _certificates(path)]
    issuers = [each for each in certificates if _is_ca(each)]
    leaves = [each for each in certificates if not _is_ca(each)]
    anchors = b"".join(each.public_bytes(Encoding.PEM) for each in issuers)
    return Trust(anchors.decode(), frozenset(map(_name, leaves)))


_DEVELOPMENT = (development.ORGANIZATION, development.SIGNER_NAME)


def _former() -> Path | None:
    """Chains that signed before the present one: their films stay ours."""
    value = str(getattr(settings, "PROVENANCE_FORMER_CERTIFICATES", "") or "")
    return Path(value) if value else None


def _certificates(path: Path) -> list[x509.Certificate]:
    """Empty where the file cannot be read: then nothing counts as ours."""
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError):
        return []


def _is_ca(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _name(leaf: x509.Certificate) -> tuple[str, str]:
    return (_part(leaf, NameOID.ORGANIZATION_NAME), _part(leaf, NameOID.COMMON_NAME))


def _part(leaf: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = leaf.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
