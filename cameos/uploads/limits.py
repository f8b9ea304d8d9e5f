"""How many pictures, how often, how long. Ours; each says what it is measured against."""

from datetime import timedelta

from cameos.gate.reading import LONGEST_STILL, PICTURES

MOST_PICTURES = 20  # at once: a storyboard
PER_DAY = 60
MOST_BYTES = 32 * 1024 * 1024  # a phone's largest picture, uncompressed formats apart
LONGEST_SIDE = LONGEST_STILL
PREFIX = "incoming/references"
KEPT_PREFIX = "quarantine/references"  # no URL, no backup
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
READY_FOR = timedelta(days=1)  # a video is made of it meanwhile, or it is sent again
# Of a picture of somebody, and only while attestation is on: as long as it takes to read and sign.
ATTESTABLE_FOR = timedelta(hours=1)
ATTESTED_FOR = timedelta(hours=6)

if set(SUFFIXES) != set(PICTURES):
    raise RuntimeError("what is taken in is what the gate can read")
