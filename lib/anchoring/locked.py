"""Objects under a lock in compliance mode: until their time is over nobody removes or changes one,
not the account's owner either.

A locked bucket keeps versions, so whoever may write could put a version without a lock where an
anchor will be, or a newer one or a mark of deletion on top. What counts is the oldest locked
version of a name; nothing else hides it or is in its way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from lib.anchoring.base import AnchorStoreFailed, AnchorTaken
from lib.anchoring.versions import MODE, first_locked, name_of, numbers_in
from lib.signed_media.errors import StorageFault
from lib.signed_media.s3.faults import Taken, translated


@dataclass(frozen=True, slots=True)
class LockedAnchorStore:
    """In a bucket of its own, made with object lock: it cannot be added to every store later."""

    client: Any
    bucket: str
    days: int
    encryption: dict[str, str]
    prefix: str

    def put(self, number: int, document: bytes) -> None:
        with _failing():
            self._require_lock()
            if self.get(number) is None:
                # On top of what may lie there without a lock. Of two at once the first counts.
                self._write(number, document)
            self._require_kept(number, document)

    def get(self, number: int) -> bytes | None:
        with _failing():
            version = first_locked(self.client, self.bucket, self._name(number))
            if version is None:
                return None
            with translated():
                answer = self.client.get_object(
                    Bucket=self.bucket, Key=self._name(number), VersionId=version,
                    ChecksumMode="ENABLED",
                )  # fmt: skip
                return bytes(answer["Body"].read())

    def numbers(self) -> Iterator[int]:
        with _failing():
            yield from numbers_in(self.client, self.bucket, self.prefix)

    def _name(self, number: int) -> str:
        return name_of(self.prefix, number)

    def _write(self, number: int, document: bytes) -> None:
        with translated():
            self.client.put_object(
                Bucket=self.bucket,
                Key=self._name(number),
                Body=document,
                ContentType="application/json",
                ChecksumAlgorithm="SHA256",
                ObjectLockMode=MODE,
                ObjectLockRetainUntilDate=timezone.now() + timedelta(days=self.days),
                **self.encryption,
            )

    def _require_lock(self) -> None:
        with translated():
            said = self.client.get_object_lock_configuration(Bucket=self.bucket)
        if said.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") != "Enabled":
            raise AnchorStoreFailed("the bucket has no object lock")

    def _require_kept(self, number: int, document: bytes) -> None:
        """Read back: that it is there, is what was put, and is locked still."""
        version = first_locked(self.client, self.bucket, self._name(number))
        if version is None:
            raise AnchorStoreFailed("what was put is not there")
        if self.get(number) != document:
            raise AnchorTaken(number)
        with translated():
            head = self.client.head_object(
                Bucket=self.bucket, Key=self._name(number), VersionId=version
            )
        until = head.get("ObjectLockRetainUntilDate")
        if until is None or until <= timezone.now():
            raise AnchorStoreFailed("what was put is not locked")


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except StorageFault as error:
        raise AnchorStoreFailed(error.code.value) from None
    except (FileNotFoundError, Taken):
        raise AnchorStoreFailed("the store does not know what it has") from None
