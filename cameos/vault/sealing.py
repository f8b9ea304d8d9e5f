"""One template as ciphertext. AES-256-GCM; what it is and whose stands in the associated data."""

import json
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cameos.vault.errors import VaultError, VaultFault
from cameos.vault.keys import DataKey
from cameos.vault.template import Template, values_of
from lib.faces.base import TemplateMark

NONCE = 12  # bytes: NIST SP 800-38D, 5.2.1.1


def seal_template(template: Template, *, key: DataKey, row_id: UUID) -> bytes:
    """Opens only as this row, of this key and this mark: rows cannot be exchanged."""
    nonce, place = os.urandom(NONCE), _place(template.mark, key.id, row_id)
    # memoryview: no copy of the numbers in a bytes object that nobody can overwrite
    return nonce + AESGCM(key.bytes()).encrypt(nonce, values_of(template).data.cast("B"), place)


def open_template_into(
    buffer: memoryview, sealed: bytes, *, mark: TemplateMark, key: DataKey, row_id: UUID
) -> None:
    """Decrypt into `buffer` of 4 x dims bytes; what it held is lost even if VaultError is raised.

    The numbers stand there in float32, little-endian.
    """
    try:
        AESGCM(key.bytes()).decrypt_into(
            sealed[:NONCE], sealed[NONCE:], _place(mark, key.id, row_id), buffer
        )
    except (InvalidTag, ValueError):
        raise VaultError(VaultFault.CANNOT_OPEN, f"template {row_id}") from None


def _place(mark: TemplateMark, key_id: UUID, row_id: UUID) -> bytes:
    parts = ["cameos.FaceTemplate", str(key_id), str(row_id), mark.kind, mark.version, mark.dims]
    return json.dumps(parts).encode()
