"""The same bytes under another key, without passing through here."""

import errno
from typing import Any

from lib.errors import NotFound
from lib.signed_media.keys import INCOMING_AREA, KeyRefused, area_of
from lib.signed_media.s3.faults import Taken, translated
from lib.signed_media.s3.heads import Head, head_of


def copy(client: Any, bucket: str, source: str, target: str, *, extra: dict[str, str]) -> None:
    """Whole or not at all; up to 5 GB, which nothing here comes near. What S3 knows of it goes
    along. Raises FileNotFoundError, StorageFault."""
    if area_of(source) == INCOMING_AREA:
        extra = extra | _unchanged(client, bucket, source)
    try:
        _copy(client, bucket, source, target, extra)
    except Taken:  # its sender had it erased just now
        raise FileNotFoundError(errno.ENOENT, "no such object") from None


def _unchanged(client: Any, bucket: str, source: str) -> dict[str, str]:
    """What came in is copied only as it was seen: a mark stands where it was erased, and more than
    its target took counts as not sent."""
    head = head_of(client, bucket, source)
    if head is None or not head.is_there:
        raise FileNotFoundError(errno.ENOENT, "no such object")
    return {"CopySourceIfMatch": head.etag}


def _copy(client: Any, bucket: str, source: str, target: str, extra: dict[str, str]) -> None:
    with translated():
        client.copy_object(
            Bucket=bucket,
            Key=target,
            CopySource={"Bucket": bucket, "Key": source},
            MetadataDirective="COPY",
            ChecksumAlgorithm="SHA256",
            **extra,
        )


def move(client: Any, bucket: str, source: str, target: str, *, extra: dict[str, str]) -> None:
    """Copied, then deleted: who is killed between the two finds both and goes on. Raises NotFound,
    KeyRefused where something else lies there, StorageFault."""
    here, there = head_of(client, bucket, source), head_of(client, bucket, target)
    if here is None:
        if there is None:
            raise NotFound
        return
    if there is not None and not _may_be_same(here, there):
        raise KeyRefused("the new key is taken")
    # What others brought here has no digest of ours, and no ETag that outlasts a copy for certain:
    # it is copied once more.
    if there is None or there.sha256 is None:
        _copied(client, bucket, source, target, extra)
    with translated():
        client.delete_object(Bucket=bucket, Key=source)


def _may_be_same(here: Head, there: Head) -> bool:
    return (here.sha256, here.size) == (there.sha256, there.size)


def _copied(client: Any, bucket: str, source: str, target: str, extra: dict[str, str]) -> None:
    try:
        copy(client, bucket, source, target, extra=extra)
    except FileNotFoundError:  # somebody was faster
        if head_of(client, bucket, target) is None:
            raise NotFound from None
