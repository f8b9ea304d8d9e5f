"""What a bucket with versions holds under the name of an anchor, below marks of deletion too."""

import re
from collections.abc import Iterator
from typing import Any

from lib.signed_media.s3.faults import translated

MODE = "COMPLIANCE"
NAME = re.compile(r"([0-9]{12})\.json", re.ASCII)


def name_of(prefix: str, number: int) -> str:
    return f"{prefix}{number:012d}.json"


def first_locked(client: Any, bucket: str, name: str) -> str | None:
    """The oldest one under a lock: what came later on top of it is somebody else's, and so is what
    anybody put there before without one."""
    versions = [one for one in _versions(client, bucket, name) if one["Key"] == name]
    return _oldest_locked(client, bucket, versions)


def numbers_in(client: Any, bucket: str, prefix: str) -> Iterator[int]:
    """Rising, each once. A request for each of them: a listing does not tell of locks."""
    named: dict[int, list[dict[str, Any]]] = {}
    for one in _versions(client, bucket, prefix):
        if match := NAME.fullmatch(one["Key"].removeprefix(prefix)):
            named.setdefault(int(match[1]), []).append(one)
    for number in sorted(named):
        if _oldest_locked(client, bucket, named[number]):
            yield number


def _oldest_locked(client: Any, bucket: str, versions: list[dict[str, Any]]) -> str | None:
    rising = list(reversed(versions))  # the newest come first
    rising.sort(key=lambda one: one["LastModified"])  # two of one second stay as they came
    for one in rising:
        of = {"Bucket": bucket, "Key": one["Key"], "VersionId": one["VersionId"]}
        with translated():
            head = client.head_object(**of)
        if head.get("ObjectLockMode") == MODE:
            return str(one["VersionId"])
    return None


def _versions(client: Any, bucket: str, prefix: str) -> Iterator[dict[str, Any]]:
    pages = client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix)
    with translated():
        for page in pages:
            yield from page.get("Versions", ())
