"""How many characters, how often, how long. Ours; each says what it is measured against."""

MOST_CHARACTERS = 10  # a household's pets and a few drawings
PER_DAY = 20  # tries: light and angle may be wrong several times
NAME_CHARACTERS = 40
MOST_BYTES = 32 * 1024 * 1024  # ten seconds at 25 Mbit/s
PREFIX = "incoming/characters"
KEPT_PREFIX = "quarantine/characters"  # no URL, no backup
SUFFIXES = {
    "video/mp4": ".mp4",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}
