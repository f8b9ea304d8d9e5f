"""Once a device gave an age below thirteen, it is refused for a day, whatever it says next, and so
is the identity of an Apple account that was shown with it (A1).

Nothing of the child is kept: Redis holds keyed hashes of the device's own id and of that identity,
and when they end; the device holds a signed flag that says no more.
"""

import re
import time

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from lib.api.redis_client import redis_client
from lib.errors import DomainError, ErrorCode

DEVICE_HEADER = "X-Device-Id"
FLAG_HEADER = "X-Age-Gate"
SECONDS = 24 * 3600
DEVICE = re.compile(r"[\x21-\x7e]{8,128}", re.ASCII)
LONGEST_FLAG = 200
SALT = "accounts.age_gate"
IDENTITY = "accounts.age_gate.identity"


def device_of(request: HttpRequest) -> str:
    """How the device names itself. Raises DomainError `device_id_required`."""
    device = request.headers.get(DEVICE_HEADER, "")
    if not DEVICE.fullmatch(device):
        raise DomainError(
            ErrorCode.DEVICE_ID_REQUIRED,
            _("The header X-Device-Id is required: 8 to 128 visible ASCII characters."),
        )
    return device


def seconds_left(request: HttpRequest, identity: str = "") -> int:
    """How long this device is still refused, by its flag, by its id, or by the `identity` of who
    signs up on it, if any; 0 if it is not.

    A flag or an identity that arrives under a new device id marks that id for the rest of its day.
    """
    device = device_of(request)
    by_flag = _left_of(request.headers.get(FLAG_HEADER, ""))
    by_device = _ttl(_key(device))
    brought = max(by_flag, _ttl(_key(identity, IDENTITY)) if identity else 0)
    if brought > by_device:
        _mark(device, brought)
    return max(brought, by_device)


def close(request: HttpRequest, identity: str = "") -> None:
    """Refuse this device, and this identity, for a day; a day that has begun is not made longer."""
    keys = [_key(device_of(request)), *([_key(identity, IDENTITY)] if identity else [])]
    for key in keys:
        redis_client().set(key, b"1", ex=SECONDS, nx=True)


def flag(seconds: int) -> str:
    """The flag that the device keeps and sends back."""
    return _signer().sign_object({"until": int(time.time()) + seconds})


def _left_of(text: str) -> int:
    if not text or len(text) > LONGEST_FLAG:
        return 0
    try:
        until = _signer().unsign_object(text)["until"]
    except signing.BadSignature:
        return 0
    return max(0, min(SECONDS, int(until) - int(time.time())))


def _mark(device: str, seconds: int) -> None:
    redis_client().set(_key(device), b"1", ex=seconds)


def _ttl(key: str) -> int:
    return max(0, int(redis_client().ttl(key)))


def _key(who: str, salt: str = SALT) -> str:
    digest = salted_hmac(salt, who, secret=settings.DEVICE_FLAG_KEY, algorithm="sha256")
    return f"zoetrope:age-gate:{digest.hexdigest()}"


def _signer() -> signing.Signer:
    return signing.Signer(key=settings.DEVICE_FLAG_KEY, salt=SALT)
