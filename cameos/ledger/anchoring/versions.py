"""What a bucket with versions holds under the name of an anchor, below marks of deletion too."""

import re
from collections.abc import Iterator
from typing import Any

from lib.signed_media.s3.faults import translated

PREFIX = "consent-anchors/"
NAME = re.compile(rf"{PREFIX}([0-9]{{12}})\.json", re.ASCII)


def name_of(number: int) -> str:
    return f"{PREFIX}{number:012d}.json"


def first_version(client: Any, bucket: str, number: int) -> str | None:
    """The oldest one: what came later on top of it is somebody else's."""
    name = name_of(number)
    versions = [one for one in _versions(client, bucket, name) if one["Key"] == name]
    # The newest come first; two of one second are told apart by nothing else.
    oldest = min(reversed(versions), key=lambda one: one["LastModified"], default=None)
    return str(oldest["VersionId"]) if oldest else None


def numbers_in(client: Any, bucket: str) -> Iterator[int]:
    """Rising, each once."""
    found = (NAME.fullmatch(one["Key"]) for one in _versions(client, bucket, PREFIX))
    yield from sorted({int(match[1]) for match in found if match})


def _versions(client: Any, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
    pages = client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix)
    with translated():
        for page in pages:
            yield from page.get("Versions", ())
