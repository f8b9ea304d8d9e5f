"""Archives, asked for as an app asks, and opened."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accounts.models import Export, User
from generation.models import Asset
from lib.crypto.ed25519 import public_keys
from lib.signed_media import storage_path
from tests.cast import PASSWORD
from tests.client import Api

PATH = "/me/exports"


def ask(api: Api, person: User, *, key: str = "export", **body: str) -> Any:
    return api.post(PATH, body or {"password": PASSWORD}, as_=person, key=key)


def with_true_digests() -> None:
    """The films of tests are bytes that nobody drew: their rows get the digests of these."""
    for asset in Asset.objects.all():
        path = storage_path(asset.storage_key)
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            Asset.objects.filter(pk=asset.pk).update(sha256=digest)


def made(api: Api, person: User, deliver: Callable[[], int]) -> Export:
    """Asked for and made."""
    with_true_digests()
    asked = ask(api, person)
    assert asked.status_code == 202, asked.content
    deliver()
    return Export.objects.filter(person=person).latest("asked_at")


def file_of(row: Export) -> Path:
    return storage_path(row.storage_key)


def keys_of(row: Export) -> Any:
    return public_keys([row.signer_key])


def contents(row: Export) -> dict[str, bytes]:
    """Every file of the archive."""
    with zipfile.ZipFile(file_of(row)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def records(row: Export, table: str) -> list[Any]:
    lines = contents(row)[f"data/{table}.jsonl"].splitlines()
    return [json.loads(line) for line in lines]


def words_in(row: Export) -> str:
    """All that stands in it, opened."""
    parts = [name.encode() + b"\n" + data for name, data in contents(row).items()]
    return b"\n".join(parts).decode(errors="replace")


def archives_in(media_dir: Path) -> list[Path]:
    return sorted(path for path in (media_dir / "out/exports").rglob("*") if path.is_file())
