"""A clip as ciphertext, in chunks, so that none is ever whole in memory.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and
its Nonce-Reuse Misuse-Resistance, CRYPTO 2015) over AES-256-GCM, as Tink's streaming AEAD has it:
a key of its own for each file (HKDF over a random salt), the chunk's number and whether it is the
last one inside the nonce and the associated data. A chunk that is changed, moved, missing, or
follows the last one does not open.
"""

import io
import os
import struct
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.keys import DataKey
from lib.crypto.keyring import KEY_BYTES

MAGIC = b"zvs1"
SALT, TAG = 32, 16
HEADER = len(MAGIC) + SALT
CHUNK = 1 << 16
NONCE = struct.Struct(">7xIB")  # chunk number, 1 for the last one: 12 bytes
MOST_CHUNKS = 1 << 32


def seal_stream(source: IO[bytes], target: IO[bytes], *, key: DataKey, place: str) -> int:
    """Write `source` to `target`; returns how many bytes it held. `place` says what and whose."""
    salt = os.urandom(SALT)
    cipher = _cipher(key, salt, place)
    target.write(MAGIC + salt)
    number, total, chunk = 0, 0, _full(source)
    while True:
        following = _full(source) if len(chunk) == CHUNK else b""
        last = not following
        target.write(cipher.encrypt(*_terms(chunk, number, last=last, place=place)))
        total, number = total + len(chunk), number + 1
        if last:
            return total
        if number == MOST_CHUNKS:
            raise VaultError(VaultFault.CANNOT_OPEN, "the clip is too long")
        chunk = following


class SealedReader(io.RawIOBase):
    """The plain bytes of such a file, read and sought in; one chunk is in memory at a time.

    The last chunk is opened first: so the length is true before anything is read. Raises VaultError
    for anything that `seal_stream` did not write here, under this key.
    """

    def __init__(self, file: IO[bytes], *, key: DataKey, place: str) -> None:
        self._file, self._place = file, place
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")
        head = file.read(HEADER)
        if len(head) != HEADER or not head.startswith(MAGIC):
            raise _damaged(place)
        self._cipher = _cipher(key, head[len(MAGIC) :], place)
        body = file.seek(0, os.SEEK_END) - HEADER
        self._last = max(0, -(-body // (CHUNK + TAG)) - 1)
        self.length = self._last * CHUNK + len(self._chunk(self._last))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.length}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        if self._at >= self.length:
            return 0
        number, skipped = divmod(self._at, CHUNK)
        part = self._chunk(number)[skipped : skipped + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        self._held = (-1, b"")
        self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(HEADER + number * (CHUNK + TAG))
            sealed = self._file.read(CHUNK + TAG)
            terms = _terms(sealed, number, last=number == self._last, place=self._place)
            try:
                self._held = (number, self._cipher.decrypt(*terms))
            except InvalidTag:
                raise _damaged(self._place) from None
        return self._held[1]


def _terms(data: bytes, number: int, *, last: bool, place: str) -> tuple[bytes, bytes, bytes]:
    nonce = NONCE.pack(number, last)
    return nonce, data, nonce + place.encode()


def _cipher(key: DataKey, salt: bytes, place: str) -> AESGCM:
    hkdf = HKDF(SHA256(), KEY_BYTES, salt=salt, info=place.encode())
    return AESGCM(hkdf.derive(key.bytes()))


def _damaged(place: str) -> VaultError:
    return VaultError(VaultFault.CANNOT_OPEN, place)


def _full(source: IO[bytes]) -> bytes:
    """A whole chunk, unless the source ends: some sources answer with less than they are asked."""
    parts, wanted = [], CHUNK
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)
