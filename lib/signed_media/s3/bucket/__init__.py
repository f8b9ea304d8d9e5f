"""How the bucket itself must be set up: brought about by `prepare`, looked after by `faults`."""

from lib.signed_media.s3.bucket.checking import faults
from lib.signed_media.s3.bucket.preparing import prepare

__all__ = ["faults", "prepare"]
