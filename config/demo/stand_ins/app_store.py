"""A certificate authority as Apple's: a root, an intermediate and a leaf with Apple's marks."""

import base64
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, ObjectIdentifier

BUNDLE = "org.example.zoetrope"
# developer.apple.com, "Certificate profiles": the leaf of receipts, and the WWDR intermediate.
LEAF_MARK, ISSUER_MARK = "1.2.840.113635.100.6.11.1", "1.2.840.113635.100.6.2.1"


class Apple:
    """Signs notifications and transactions with a chain of its own."""

    def __init__(self, *, marks: tuple[str, str] = (LEAF_MARK, ISSUER_MARK)) -> None:
        self.root, root_key = _certificate("Root", None, None)
        issuer, issuer_key = _certificate("Issuer", self.root, root_key, mark=marks[1])
        leaf, self.key = _certificate("Leaf", issuer, issuer_key, mark=marks[0], is_ca=False)
        chain = (leaf, issuer, self.root)
        self.chain = [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in chain]

    def sign(self, said: dict[str, Any], **header: Any) -> str:
        """A JWS with the chain in x5c."""
        return jwt.encode(said, self.key, "ES256", headers={"x5c": self.chain, **header})

    def app_transaction(self, which: str, *, at: float | None = None, **said: Any) -> str:
        """What `AppTransaction.shared.jwsRepresentation` gives."""
        return self.sign({
            "receiptType": "Sandbox", "bundleId": BUNDLE, "appTransactionId": which,
            "receiptCreationDate": _milliseconds(at), **said,
        })  # fmt: skip

    def rescinds(self, which: str = "", *, token: str = "", **said: Any) -> str:
        """RESCIND_CONSENT about an app transaction, or a purchase with an account token."""
        data: dict[str, Any] = {"bundleId": BUNDLE, "environment": "Sandbox"}
        if token:
            bought = {"bundleId": BUNDLE, "environment": "Sandbox", "appAccountToken": token}
            place = {"data": data | {"signedTransactionInfo": self.sign(bought)}}
        else:
            place = {"appData": data | {"signedAppTransactionInfo": self.app_transaction(which)}}
        return self.sign({
            "notificationType": "RESCIND_CONSENT", "version": "2.0",
            "notificationUUID": str(uuid4()), "signedDate": _milliseconds(None), **place, **said,
        })  # fmt: skip


def _milliseconds(at: float | None) -> int:
    return round((time.time() if at is None else at) * 1000)


def _certificate(
    name: str, issuer: Any, issuer_key: Any, *, mark: str = "", is_ca: bool = True
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        (
            *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
            *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    usage |= {"key_cert_sign": True, "crl_sign": True} if is_ca else {"digital_signature": True}
    signing_key = issuer_key or key
    builder = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(issuer.subject if issuer else called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), False
        )
    )
    if mark:
        value = x509.UnrecognizedExtension(ObjectIdentifier(mark), b"\x05\x00")
        builder = builder.add_extension(value, critical=False)
    return builder.sign(signing_key, hashes.SHA256()), key
