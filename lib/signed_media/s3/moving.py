"""The same bytes under another key, without passing through here."""

from typing import Any

from lib.errors import NotFound
from lib.signed_media.keys import KeyRefused
from lib.signed_media.s3.faults import translated
from lib.signed_media.s3.heads import head_of


def copy(client: Any, bucket: str, source: str, target: str, *, extra: dict[str, str]) -> None:
    """One request, whole or not at all; up to 5 GB, which nothing here comes near. What S3 knows
    of it goes along. Raises FileNotFoundError, StorageFault."""
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
    """Copied, then deleted: who is killed between the two finds both, with the same digest, and
    goes on. Raises NotFound, KeyRefused where something else lies there, StorageFault."""
    here, there = head_of(client, bucket, source), head_of(client, bucket, target)
    if here is None:
        if there is None:
            raise NotFound
        return
    if there is None:
        _copied(client, bucket, source, target, extra)
    elif here.sha256 is None or here.sha256 != there.sha256:
        raise KeyRefused("the new key is taken")
    with translated():
        client.delete_object(Bucket=bucket, Key=source)


def _copied(client: Any, bucket: str, source: str, target: str, extra: dict[str, str]) -> None:
    try:
        copy(client, bucket, source, target, extra=extra)
    except FileNotFoundError:  # somebody was faster
        if head_of(client, bucket, target) is None:
            raise NotFound from None
