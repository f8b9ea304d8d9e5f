from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from lib.signed_media.base import Listed
from lib.signed_media.keys import INCOMING_AREA, area_of
from lib.signed_media.s3 import addresses, clients, listings, moving
from lib.signed_media.s3.faults import translated
from lib.signed_media.s3.fetching import fetch
from lib.signed_media.s3.heads import head_of
from lib.signed_media.s3.options import Options
from lib.signed_media.s3.putting import put
from lib.signed_media.scratch import scratch
from lib.signed_media.targets import Target


class ObjectStore:
    """One bucket; areas are prefixes. Files of this machine are copies, gone with their block."""

    def __init__(self, options: Options) -> None:
        self._bucket = options.bucket
        self._storage, self._signer = clients.storage(options), clients.signer(options)
        self._encryption = clients.encryption(options)

    @property
    def _client(self) -> Any:
        return clients.client_of(self._storage)

    def exists(self, key: str) -> bool:
        head = head_of(self._client, self._bucket, key)
        return head is not None and head.is_there

    @contextmanager
    def placing(self, key: str) -> Iterator[Path]:
        with scratch() as folder:
            path = folder / f"new{Path(key).suffix}"
            yield path
            put(self._client, self._bucket, key, path=path, extra=self._encryption)

    @contextmanager
    def reading(self, key: str, sha256: str | None) -> Iterator[Path]:
        with scratch() as folder:
            path = folder / Path(key).name
            fetch(self._client, self._bucket, key, into=path, sha256=sha256)
            yield path

    def opened(self, key: str) -> IO[bytes]:
        with self.reading(key, None) as path:
            return path.open("rb")  # without a name, so gone with whoever holds it

    def copy(self, source: str, target: str) -> None:
        moving.copy(self._client, self._bucket, source, target, extra=self._encryption)

    def move(self, source: str, target: str) -> None:
        moving.move(self._client, self._bucket, source, target, extra=self._encryption)

    def delete(self, key: str) -> None:
        if area_of(key) == INCOMING_AREA:
            self.burn(key)
            return
        # Of what is not there S3 says 204; others say 404.
        with suppress(FileNotFoundError), translated():
            self._client.delete_object(Bucket=self._bucket, Key=key)

    def delete_below(self, prefix: str) -> int:
        keys = (one.key for one in listings.objects(self._client, self._bucket, prefix))
        return listings.delete_all(self._client, self._bucket, keys)

    def listed(self, prefix: str) -> Iterator[Listed]:
        return listings.listed(self._client, self._bucket, prefix)

    def folders(self, prefix: str) -> Iterator[str]:
        return listings.folders(self._client, self._bucket, prefix)

    def changed_at(self, prefix: str) -> datetime | None:
        return listings.changed_at(self._client, self._bucket, prefix)

    def sweep_unfinished(self, before: datetime) -> int:
        return listings.abort_uploads(self._client, self._bucket, before)

    def url(self, key: str, *, seconds: int, filename: str | None) -> str:
        return addresses.url_of(self._signer, key, seconds=seconds, filename=filename)

    def target(self, key: str, *, seconds: int, max_bytes: int, content_type: str) -> Target:
        return addresses.target_of(
            self._signer, key, seconds=seconds, max_bytes=max_bytes, content_type=content_type
        )

    def burn(self, key: str) -> None:
        """An empty object takes its place: a target writes only where nothing is."""
        with translated():
            self._client.put_object(Bucket=self._bucket, Key=key, Body=b"", **self._encryption)

    def sweep_incoming(self, keys_in_use: set[str], before: datetime) -> int:
        old = (
            one.key
            for one in listings.objects(self._client, self._bucket, INCOMING_AREA)
            if one.key not in keys_in_use and one.changed_at < before
        )
        return listings.delete_all(self._client, self._bucket, old)
