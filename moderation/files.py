"""Whole files, byte by byte: what they hash to."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class FileDigests:
    """Hexadecimal. Exchanges speak MD5 and SHA-1; neither proves anything against an attacker."""

    md5: str
    sha1: str


def digests(path: Path) -> FileDigests:
    """Of the bytes as they came, read once, in pieces. Raises OSError."""
    md5 = hashlib.md5(usedforsecurity=False)
    sha1 = hashlib.sha1(usedforsecurity=False)
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            md5.update(piece)
            sha1.update(piece)
    return FileDigests(md5.hexdigest(), sha1.hexdigest())
