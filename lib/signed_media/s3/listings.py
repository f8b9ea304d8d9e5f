"""What lies below a folder, a thousand names a request."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from lib.signed_media.base import Listed
from lib.signed_media.errors import StorageAway
from lib.signed_media.foreign import our_folders, our_objects
from lib.signed_media.keys import AREAS
from lib.signed_media.s3.faults import translated

BATCH = 1000  # the most that one request deletes


def listed(client: Any, bucket: str, prefix: str) -> Iterator[Listed]:
    """Every object whose name is a key, in order. Raises StorageFault."""
    return our_objects(objects(client, bucket, prefix))


def objects(client: Any, bucket: str, prefix: str) -> Iterator[Listed]:
    """Whoever put them there. The same."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/")
    with translated():
        for page in pages:
            for one in page.get("Contents", ()):
                yield Listed(one["Key"], one["LastModified"])


def folders(client: Any, bucket: str, prefix: str) -> Iterator[str]:
    """By name; what lies in them is not asked for. Raises StorageFault."""
    return our_folders(_folders(client, bucket, prefix))


def _folders(client: Any, bucket: str, prefix: str) -> Iterator[str]:
    paginator = client.get_paginator("list_objects_v2")
    with translated():
        for page in paginator.paginate(Bucket=bucket, Prefix=f"{prefix}/", Delimiter="/"):
            for one in page.get("CommonPrefixes", ()):
                yield one["Prefix"].removesuffix("/")


def changed_at(client: Any, bucket: str, prefix: str) -> datetime | None:
    """When something last came into it: a folder is nothing but its objects."""
    return max((one.changed_at for one in objects(client, bucket, prefix)), default=None)


def delete_all(client: Any, bucket: str, keys: Iterable[str]) -> int:
    """Returns how many. Raises StorageFault where one of them is left."""
    count, rest = 0, iter(keys)
    while batch := list(islice(rest, BATCH)):
        objects = {"Objects": [{"Key": key} for key in batch], "Quiet": True}
        with translated():
            answer = client.delete_objects(Bucket=bucket, Delete=objects)
        if answer.get("Errors"):
            raise StorageAway("it did not delete everything")
        count += len(batch)
    return count


def abort_uploads(client: Any, bucket: str, before: datetime) -> int:
    """Parts that a killed process left are no objects, and are paid for. An operator's own are
    theirs. Returns how many. Raises StorageFault."""
    begun = (one for area in AREAS for one in _uploads(client, bucket, area))
    return sum(_aborted(client, bucket, one) for one in begun if one["Initiated"] < before)


def _uploads(client: Any, bucket: str, area: str) -> Iterator[dict[str, Any]]:
    paginator = client.get_paginator("list_multipart_uploads")
    with translated():
        for page in paginator.paginate(Bucket=bucket, Prefix=f"{area}/"):
            yield from page.get("Uploads", ())


def _aborted(client: Any, bucket: str, one: dict[str, Any]) -> bool:
    """False where somebody else was faster, who finished or ended it."""
    with translated():
        try:
            client.abort_multipart_upload(Bucket=bucket, Key=one["Key"], UploadId=one["UploadId"])
        except client.exceptions.NoSuchUpload:
            return False
    return True
