"""An app that shows codes (RFC 6238)."""

import base64
import hmac
import struct
import time


def code_now(secret: str) -> str:
    """The six digits that it shows now, out of the secret that it was given in base32."""
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"
