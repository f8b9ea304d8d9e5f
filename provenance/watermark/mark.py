import base64
import hmac
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PRODUCT = "Zoetrope · AI"
SEPARATOR = " · "
TOKEN_CHARACTERS = 8  # 40 bits: among a million films a guessed token hits one in a million tries
KEY_INFO = b"provenance:neutral-token:1"


@dataclass(frozen=True, slots=True)
class Mark:
    """`text` is what people read on the film, in one line; its last part goes below the rest."""

    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        head, _, last = self.text.rpartition(SEPARATOR)
        return (head, last) if head else (last,)


def mark_for(*, handle: str | None, token: str) -> Mark:
    """The maker's handle; without one, for teens and private accounts, the token (P11)."""
    return Mark(f"{PRODUCT}{SEPARATOR}{f'@{handle}' if handle else token}")


def neutral_token(video_id: UUID) -> str:
    """Eight characters of base32 (no 0, 1, 8, 9) that only who holds the key can tie to a film.

    The same film has the same token as long as SECRET_KEY stands; after a rotation staff resolve
    older marks with the key of that time.
    """
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=KEY_INFO)
    key = derive.derive(settings.SECRET_KEY.encode())
    digest = hmac.digest(key, video_id.bytes, "sha256")
    return base64.b32encode(digest).decode()[:TOKEN_CHARACTERS]
