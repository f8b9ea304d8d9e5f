"""How people leave (docs/leaving.md)."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env
from config.storage_settings import CONSENT_ANCHOR_BUCKET, S3_BUCKET

# For so many days an account that its owner closed may be opened again. Apple asks that deletion
# be easy and that a delay be said (App Review Guideline 5.1.1(v)); the law gives a month (GDPR
# Art. 12(3)), hence the bound.
ACCOUNT_GRACE_DAYS = env.number("ACCOUNT_GRACE_DAYS", 30, low=1, high=30)

# Tombstones: ids of what was erased, outside the database, so that no copy of it brings it back
TOMBSTONE_DIR = env.folder(
    "TOMBSTONE_DIR",
    env.folder("ZOETROPE_DATA", Path(__file__).resolve().parent.parent / ".data") / "tombstones",
)
TOMBSTONE_COMMAND = env.text("TOMBSTONE_COMMAND", "")
TOMBSTONE_BUCKET = env.text(  # with object lock
    "TOMBSTONE_BUCKET", "" if TOMBSTONE_COMMAND else CONSENT_ANCHOR_BUCKET
)
TOMBSTONE_DAYS = env.number("TOMBSTONE_DAYS", 400, low=1, high=36_500)  # longer than any copy
if TOMBSTONE_BUCKET and TOMBSTONE_COMMAND:
    raise ImproperlyConfigured("Set TOMBSTONE_BUCKET or TOMBSTONE_COMMAND, not both.")
if TOMBSTONE_BUCKET and TOMBSTONE_BUCKET == S3_BUCKET:
    raise ImproperlyConfigured("TOMBSTONE_BUCKET is a bucket of its own: it is versioned.")
