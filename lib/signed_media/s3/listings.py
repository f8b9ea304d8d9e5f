"""What lies below a folder, a thousand names a request."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from lib.signed_media.base import Listed
from lib.signed_media.errors import StorageAway
from lib.signed_media.s3.faults import translated

BATCH = 1000  # the most that one request deletes


def listed(client: Any, bucket: str, prefix: str) -> Iterator[Listed]:
    """Every object, by key. Raises StorageFault."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/")
    with translated():
        for page in pages:
            for one in page.get("Contents", ()):
                yield Listed(one["Key"], one["LastModified"])


def folders(client: Any, bucket: str, prefix: str) -> Iterator[Listed]:
    """With the time of what came last into each: a folder is nothing but its objects."""
    newest: dict[str, datetime] = {}
    for one in listed(client, bucket, prefix):
        name, slash, _ = one.key.removeprefix(f"{prefix}/").partition("/")
        if slash:
            newest[name] = max(one.changed_at, newest.get(name, one.changed_at))
    for name in sorted(newest):
        yield Listed(f"{prefix}/{name}", newest[name])


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
    """Parts that a killed process left are no objects, and are paid for."""
    pages = client.get_paginator("list_multipart_uploads").paginate(Bucket=bucket)
    count = 0
    with translated():
        for page in pages:
            for one in page.get("Uploads", ()):
                if one["Initiated"] < before:
                    client.abort_multipart_upload(
                        Bucket=bucket, Key=one["Key"], UploadId=one["UploadId"]
                    )
                    count += 1
    return count
