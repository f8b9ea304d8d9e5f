"""What an archive says of itself."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.crypto.ed25519 import ALGORITHM

MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
FORMAT = "zoetrope-export"
# Raised where a reader of the last one would misread this one.
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: bytes, SHA-256 in hexadecimal, and of a table its number of records."""

    path: str
    bytes: int
    sha256: str
    records: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As the manifest lists it."""
        shown: dict[str, Any] = {"path": self.path, "bytes": self.bytes, "sha256": self.sha256}
        return shown if self.records is None else shown | {"records": self.records}


def document(
    entries: list[Entry],
    *,
    export: str,
    person: str,
    created_at: datetime,
    missing: list[str],
    key_id: str,
) -> bytes:
    """The bytes that are signed. `missing`: what was deleted while the archive was being made, or
    could not be read whole."""
    value = {
        "format": FORMAT,
        "schema_version": SCHEMA_VERSION,
        "export": export,
        "person": person,
        "created_at": created_at.isoformat().replace("+00:00", "Z"),
        "signature": {"file": SIGNATURE, "algorithm": ALGORITHM, "key": key_id},
        "missing": missing,
        "files": [one.as_json() for one in sorted(entries, key=lambda one: one.path)],
    }
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
