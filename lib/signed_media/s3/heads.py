"""What the store says of an object without giving it."""

from dataclasses import dataclass
from typing import Any

from lib.signed_media.keys import INCOMING_AREA, area_of
from lib.signed_media.s3.faults import translated

# Names of metadata. The digest is ours, of the whole file: a multipart upload has none of S3's.
SHA256, MOST_BYTES = "sha256", "max-bytes"


@dataclass(frozen=True, slots=True)
class Head:
    """`sha256` is None for what others sent."""

    key: str
    size: int
    mime: str
    sha256: str | None
    most: int | None
    etag: str

    @property
    def is_there(self) -> bool:
        """False for a mark in `incoming/`, and for more than its target took: S3 signs no limit,
        so the limit travels with the object and counts when it is looked at."""
        if area_of(self.key) != INCOMING_AREA:
            return True
        return self.size > 0 and (self.most is None or self.size <= self.most)


def head_of(client: Any, bucket: str, key: str) -> Head | None:
    """None where nothing of that name is. Raises StorageFault."""
    try:
        with translated():
            answer = client.head_object(Bucket=bucket, Key=key)
    except FileNotFoundError:
        with translated():  # of a bucket that is gone it says the same
            _require(client, bucket)
        return None
    return read(key, answer)


def read(key: str, answer: dict[str, Any]) -> Head:
    """From the answer to HEAD or GET."""
    told = answer.get("Metadata", {})
    most = str(told.get(MOST_BYTES, ""))
    return Head(
        key=key,
        size=int(answer["ContentLength"]),
        mime=str(answer.get("ContentType", "")),
        sha256=told.get(SHA256),
        most=int(most) if most.isascii() and most.isdigit() else None,
        etag=str(answer.get("ETag", "")),
    )


def _require(client: Any, bucket: str) -> None:
    from lib.signed_media.errors import StorageDenied

    try:
        with translated():
            client.head_bucket(Bucket=bucket)
    except FileNotFoundError:
        raise StorageDenied("no such bucket") from None
