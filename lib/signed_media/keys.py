"""What a storage key may look like. Nothing else ever becomes a path."""

import re
import secrets

PUBLIC_AREA = "out"
INCOMING_AREA = "incoming"
AREAS = (PUBLIC_AREA, "work", "kept", "quarantine", "vault", INCOMING_AREA)
LONGEST = 200
# No dot but the suffix's, so no traversal; no upper case, so no two keys are one file anywhere.
_KEY = re.compile(rf"(?:{'|'.join(AREAS)})(?:/[a-z0-9][a-z0-9_-]*)+\.[a-z0-9]{{2,5}}", re.ASCII)
_PREFIX = re.compile(rf"(?:{'|'.join(AREAS)})(?:/[a-z0-9][a-z0-9_-]*)*", re.ASCII)
_SUFFIX = re.compile(r"\.[a-z0-9]{2,5}", re.ASCII)


class KeyRefused(ValueError):
    """The text is no storage key, or not one that this verb takes."""


def checked(key: str) -> str:
    """The key itself. Raises KeyRefused."""
    if len(key) > LONGEST or not _KEY.fullmatch(key):
        raise KeyRefused("not a storage key")
    return key


def checked_prefix(prefix: str) -> str:
    """The folder itself, without a slash at its end. Raises KeyRefused."""
    if len(prefix) > LONGEST or not _PREFIX.fullmatch(prefix):
        raise KeyRefused("not a folder of storage keys")
    return prefix


def is_public(key: str) -> bool:
    """True for a well-formed key of the area that URLs may lead to."""
    return len(key) <= LONGEST and bool(_KEY.fullmatch(key)) and area_of(key) == PUBLIC_AREA


def area_of(key: str) -> str:
    """The first part of a key, one of AREAS."""
    return key.partition("/")[0]


def new_key(prefix: str, suffix: str) -> str:
    """A fresh key below `prefix` (`out`, `work/gen_…`), 128 random bits: nobody guesses it."""
    if not _PREFIX.fullmatch(prefix) or not _SUFFIX.fullmatch(suffix):
        raise KeyRefused("not a prefix or suffix of storage keys")
    name = secrets.token_hex(16)
    return checked(f"{prefix}/{name[:2]}/{name}{suffix}")


def sibling(key: str) -> str:
    """A fresh key in the area of `key`, with its suffix."""
    return new_key(area_of(key), "." + checked(key).rpartition(".")[2])
