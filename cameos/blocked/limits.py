"""How many, how large, how long. Ours; each says what it is measured against."""

from datetime import timedelta

MOST_PICTURES = 5  # each template more makes a face easier to find, and costs every search
# Of all together. A form of the admin takes 256 KB (settings.DATA_UPLOAD_MAX_MEMORY_SIZE), which
# also keeps what is sent in memory: no picture ever lies anywhere unsealed. Head and shoulders of
# 500 pixels are 40 KB as a JPEG.
MOST_BYTES = 240_000
PREFIX = "quarantine/blocked"  # no URL, no backup
SUFFIX = ".enc"
# Half of what ISO/IEC 19794-5 asks between the eyes, less a tenth (lib/faces/quality.py).
LEAST_QUALITY = 0.4

# A face is not kept for longer on the chance that somebody confirms it.
CONFIRMED_WITHIN = timedelta(days=14)
# Longer than any queue is slow: then the pictures go, whatever was found.
MEASURED_WITHIN = timedelta(days=1)
# A release is asked for anew. A minor's sooner: they may speak for themself by then.
LONGEST = timedelta(days=5 * 365)
LONGEST_OF_MINORS = timedelta(days=365)
# To tell whoever released it what became of it.
CONTACT_KEPT = timedelta(days=30)

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
ASKED_AGAIN_AFTER = timedelta(minutes=2)
