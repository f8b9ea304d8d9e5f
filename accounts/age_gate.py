"""Once a device gave an age below thirteen, it is refused for a day, whatever it says next.

Nothing of the child is kept: Redis holds a keyed hash of the device's own id and when it ends;
the device holds a signed flag that says no more.
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


def device_of(request: HttpRequest) -> str:
    """How the device names itself. Raises DomainError `device_id_required`."""
    device = request.headers.get(DEVICE_HEADER, "")
    if not DEVICE.fullmatch(device):
        raise DomainError(
            ErrorCode.DEVICE_ID_REQUIRED,
            _("The header X-Device-Id is required: 8 to 128 visible ASCII characters."),
        )
    return device


def seconds_left(request: HttpRequest) -> int:
    """How long this device is still refused, by its flag or by its id; 0 if it is not.

    A flag that arrives under a new device id marks that id for the rest of the flag's day.
    """
    device = device_of(request)
    by_flag = _left_of(request.headers.get(FLAG_HEADER, ""))
    by_device = max(0, int(redis_client().ttl(_key(device))))
    if by_flag > by_device:
        _mark(device, by_flag)
    return max(by_flag, by_device)


def close(request: HttpRequest) -> None:
    """Refuse this device for a day; a day that has begun is not made longer."""
    redis_client().set(_key(device_of(request)), b"1", ex=SECONDS, nx=True)


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


def _key(device: str) -> str:
    digest = salted_hmac(SALT, device, secret=settings.DEVICE_FLAG_KEY, algorithm="sha256")
    return f"zoetrope:age-gate:{digest.hexdigest()}"


def _signer() -> signing.Signer:
    return signing.Signer(key=settings.DEVICE_FLAG_KEY, salt=SALT)
