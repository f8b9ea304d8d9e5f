"""Names of staff where they have none: in exports, charts and numbers (E39)."""

from base64 import b32encode
from uuid import UUID

from django.utils.crypto import salted_hmac

from lib.ids import IdKind, InvalidId, decode

LETTERS = 8  # 40 bits: that two of a thousand share one is as likely as 1 in 2 million


def pseudonym_of(person_id: UUID) -> str:
    """The same for one member of staff for as long as the operator keeps SECRET_KEY; without that
    key nobody learns from it who it is."""
    digest = salted_hmac("enforcement.reviewer", str(person_id), algorithm="sha256").digest()
    return f"reviewer-{b32encode(digest)[:LETTERS].decode().lower()}"


def pseudonym_of_label(actor: str) -> str:
    """Of what a decision or an audit row names as its actor; parts of the system stay."""
    try:
        return pseudonym_of(decode(IdKind.USER, actor))
    except InvalidId:
        return actor
