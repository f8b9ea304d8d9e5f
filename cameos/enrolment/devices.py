"""Which device asks, as a keyed hash: the id itself is never kept."""

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "cameos.enrolment"


def hash_of(device: str) -> str:
    """Of what X-Device-Id says; another hash than those of other rooms."""
    digest = salted_hmac(SALT, device, secret=settings.DEVICE_FLAG_KEY, algorithm="sha256")
    return digest.hexdigest()
