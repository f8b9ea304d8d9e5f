"""Typed public ids: a prefix and a UUIDv7 in Crockford's base32 (`gen_01k…`, 26 characters).

The database keeps the UUID; clients see only the typed form, so an id of one noun can never be
read as that of another. Crockford's alphabet: https://www.crockford.com/base32.html
"""

from enum import StrEnum
from uuid import UUID

from uuid_utils.compat import uuid7

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
VALUES = {char: value for value, char in enumerate(ALPHABET)}
LENGTH = 26  # 128 bits in groups of five


class IdKind(StrEnum):
    """The nouns that have a public id."""

    USER = "usr"
    GENERATION = "gen"
    VIDEO = "vid"
    POST = "pst"
    REVIEW = "rev"
    SCAN = "scn"
    SESSION = "ses"
    PROFILE_TEXT = "ptx"
    COOLING_OFF = "col"
    REFUSED_TEXT = "rft"
    PROBING = "prb"
    CAMEO = "cam"
    ENROLMENT = "enr"
    CAMEO_REQUEST = "crq"
    CAMEO_GRANT = "cgr"
    CAPABILITY = "cap"
    CONSENT = "cns"
    RECEIPT = "rcp"
    REFERENCE_IMAGE = "rim"
    ATTESTATION = "att"
    BLOCKED_LIKENESS = "blk"
    AGE_APPEAL = "aga"
    INVITE = "inv"
    GUARDIAN_LINK = "lnk"
    FAMILY_PROPOSAL = "fpr"
    FAMILY_RECEIPT = "frc"
    SAFETY_CASE = "sfc"
    SAFETY_ALERT = "sfa"
    HELD_DECISION = "hld"
    REPORT = "rep"
    REPORT_ATTACHMENT = "rpa"
    CASE = "cas"
    DECISION = "dec"
    PROPOSAL = "prp"
    BATCH = "bat"
    REPLY_TEMPLATE = "tpl"
    APPEAL = "apl"
    IMPERSONATION = "imp"
    EXPORT = "exp"


class InvalidId(ValueError):
    """The text is no id of the kind that was asked for."""


def new_id() -> UUID:
    """A UUIDv7 of the standard library's type (Django's UUIDField takes no other)."""
    return uuid7()


def encode(kind: IdKind, value: UUID) -> str:
    """The public form of `value`, for example `gen_01jd3…`."""
    number = value.int
    chars = []
    for _ in range(LENGTH):
        number, digit = divmod(number, 32)
        chars.append(ALPHABET[digit])
    return f"{kind.value}_{''.join(reversed(chars))}"


def decode(kind: IdKind, text: str) -> UUID:
    """The UUID behind a public id. Raises InvalidId for anything that `encode` did not make."""
    prefix, _, body = text.partition("_")
    if prefix != kind.value or len(body) != LENGTH or body[0] > "7":
        raise InvalidId(kind.value)
    number = 0
    for char in body:
        if char not in VALUES:
            raise InvalidId(kind.value)
        number = number * 32 + VALUES[char]
    return UUID(int=number)
