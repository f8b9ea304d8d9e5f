"""Whether an archive is what was signed. Needs the file and public keys, and nothing of ours."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lib.archives.manifest import FORMAT, MANIFEST, SIGNATURE
from lib.archives.writing import PIECE

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)
LARGEST_MANIFEST = 64 * 1024 * 1024  # bytes; a hundred thousand films take a quarter of it


def faults_of(archive: Path, *, trusted: Mapping[str, Ed25519PublicKey]) -> list[str]:
    """What does not hold, as `code` or `code: path`; nothing where all does.

    Codes: `damaged` (no ZIP, or cut), `manifest_missing`, `key_unknown`, `signature_forged`,
    `manifest_malformed`, `file_missing`, `file_changed`, `file_unlisted`, `file_twice`. A key that
    an archive brings along is believed by nobody.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            return list(_faults(opened, trusted))
    except DAMAGE:
        return ["damaged"]


def _faults(archive: zipfile.ZipFile, trusted: Mapping[str, Ed25519PublicKey]) -> Iterator[str]:
    names = [one.filename for one in archive.infolist()]
    yield from (f"file_twice: {name}" for name in sorted(set(names)) if names.count(name) > 1)
    if MANIFEST not in names or SIGNATURE not in names:
        yield "manifest_missing"
        return
    if max(archive.getinfo(one).file_size for one in (MANIFEST, SIGNATURE)) > LARGEST_MANIFEST:
        yield "manifest_malformed"
        return
    document = archive.read(MANIFEST)
    manifest = _parsed(document)
    if manifest is None:
        yield "manifest_malformed"
        return
    if fault := _signature_fault(document, manifest, archive.read(SIGNATURE), trusted):
        yield fault
        return
    listed = {one["path"]: one for one in manifest["files"]}
    yield from (f"file_missing: {name}" for name in sorted(set(listed) - set(names)))
    for name in sorted(set(names) - {MANIFEST, SIGNATURE}):
        if name not in listed:
            yield f"file_unlisted: {name}"
        elif _digest(archive, name) != (listed[name]["bytes"], listed[name]["sha256"]):
            yield f"file_changed: {name}"


def _parsed(document: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(document)
        whole = value["format"] == FORMAT and all(
            isinstance(one["path"], str) and {"bytes", "sha256"} <= set(one)
            for one in value["files"]
        )
    except (ValueError, KeyError, TypeError):
        return None
    return value if whole else None


def _signature_fault(
    document: bytes,
    manifest: dict[str, Any],
    signature: bytes,
    trusted: Mapping[str, Ed25519PublicKey],
) -> str | None:
    named = manifest.get("signature")
    key = trusted.get(str(named.get("key"))) if isinstance(named, dict) else None
    if key is None:
        return "key_unknown"
    try:
        key.verify(signature, document)
    except InvalidSignature:
        return "signature_forged"
    return None


def _digest(archive: zipfile.ZipFile, name: str) -> tuple[int, str]:
    """Size and SHA-256; of what cannot be read any more no such thing."""
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                size += len(piece)
    except DAMAGE:
        return -1, ""
    return size, digest.hexdigest()
