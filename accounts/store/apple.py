"""What Apple signs: App Store Server Notifications (version 2) and app transactions.

Apple's own library checks the JWS (ES256), its chain of three x5c certificates up to the roots that
the operator configured, the marks of Apple in them, the app and the environment.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils.translation import gettext as _

from lib.errors import DomainError, ErrorCode

if TYPE_CHECKING:
    from appstoreserverlibrary.signed_data_verifier import SignedDataVerifier

LONGEST = 64 * 1024  # characters; notifications have about six thousand
TRANSACTION_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
PEM = b"-----BEGIN"


@dataclass(frozen=True, slots=True)
class Notification:
    """What is needed of one. `account_token` and `app_transaction_id` say about whom."""

    id: UUID
    kind: str
    signed_at: datetime
    account_token: UUID | None
    app_transaction_id: str


@dataclass(frozen=True, slots=True)
class AppTransaction:
    """That the app may be used on an Apple account; `created_at`: when Apple signed that."""

    id: str
    created_at: datetime


def notification_of(signed: str) -> Notification:
    """Raises DomainError `signature_invalid`, or `temporarily_disabled` without configuration."""
    from appstoreserverlibrary.signed_data_verifier import VerificationException

    verifier = _verifier()
    try:
        said = verifier.verify_and_decode_notification(_short(signed))
        token, transaction = None, ""
        if said.data and said.data.signedTransactionInfo:
            bought = verifier.verify_and_decode_signed_transaction(said.data.signedTransactionInfo)
            token, transaction = bought.appAccountToken, bought.appTransactionId or ""
        if said.appData and said.appData.signedAppTransactionInfo:
            app = verifier.verify_and_decode_app_transaction(said.appData.signedAppTransactionInfo)
            transaction = app.appTransactionId or ""
        return Notification(
            id=UUID(str(said.notificationUUID)),
            kind=str(said.rawNotificationType)[:64],
            signed_at=_time(said.signedDate),
            account_token=UUID(token) if token else None,
            app_transaction_id=_transaction_id(transaction) if transaction else "",
        )
    except (VerificationException, ValueError, TypeError):
        raise _invalid() from None


def app_transaction_of(signed: str) -> AppTransaction:
    """Raises as `notification_of` does."""
    from appstoreserverlibrary.signed_data_verifier import VerificationException

    try:
        said = _verifier().verify_and_decode_app_transaction(_short(signed))
        return AppTransaction(
            _transaction_id(said.appTransactionId or ""), _time(said.receiptCreationDate)
        )
    except (VerificationException, ValueError, TypeError):
        raise _invalid() from None


def _verifier() -> "SignedDataVerifier":
    if not settings.APPLE_ROOT_CERTIFICATES:
        raise DomainError(
            ErrorCode.TEMPORARILY_DISABLED, _("Nothing of this store is taken in here.")
        )
    return _made(
        tuple(settings.APPLE_ROOT_CERTIFICATES),
        settings.APPLE_ENVIRONMENT,
        settings.APPLE_BUNDLE_ID,
        settings.APPLE_APP_ID,
        settings.APPLE_ONLINE_CHECKS,
    )


@lru_cache(maxsize=2)
def _made(
    roots: tuple[str, ...], environment: str, bundle: str, app: int, online: bool
) -> "SignedDataVerifier":
    from appstoreserverlibrary.models.Environment import Environment
    from appstoreserverlibrary.signed_data_verifier import SignedDataVerifier

    certificates = [_der(Path(one).read_bytes()) for one in roots]
    # Of its other environments two check no signature: settings offer these alone.
    kind = {"production": Environment.PRODUCTION, "sandbox": Environment.SANDBOX}[environment]
    return SignedDataVerifier(certificates, online, kind, bundle, app)


def _der(certificate: bytes) -> bytes:
    if not certificate.startswith(PEM):
        return certificate
    return x509.load_pem_x509_certificate(certificate).public_bytes(Encoding.DER)


def _short(signed: str) -> str:
    if len(signed) > LONGEST or not signed.isascii():
        raise _invalid()
    return signed


def _transaction_id(text: str) -> str:
    if not TRANSACTION_ID.fullmatch(text):
        raise ValueError("no id of a transaction")
    return text


def _time(milliseconds: int | None) -> datetime:
    if milliseconds is None:
        raise ValueError("no time")
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)


def _invalid() -> DomainError:
    return DomainError(ErrorCode.SIGNATURE_INVALID, _("The store did not sign this for this app."))
