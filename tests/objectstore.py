"""An object store on loopback: moto's server, spoken to over real HTTP.

What it does not prove stands in docs/storage.md: it checks no signature, no expiry, no policy, and
encrypts nothing.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from django.conf import settings

REGION = "eu-central-1"
# Of nobody: the server asks for none, the library for some.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Its address."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def client(endpoint: str) -> Any:
    """For what tests look at and break; nothing of the product's."""
    return boto3.client("s3", endpoint_url=endpoint, region_name=REGION)


def with_bucket(endpoint: str, **options: Any) -> str:
    """A fresh bucket."""
    name = f"zoetrope-{secrets.token_hex(6)}"
    place = {"LocationConstraint": REGION}
    client(endpoint).create_bucket(Bucket=name, CreateBucketConfiguration=place, **options)
    return name


def use(monkeypatch: pytest.MonkeyPatch, *, endpoint: str, bucket: str) -> None:
    """Media are kept there for as long as the test runs."""
    wanted = {
        "MEDIA_STORE": "s3",
        "S3_BUCKET": bucket,
        "S3_REGION": REGION,
        "S3_ENDPOINT": endpoint,
        "S3_PUBLIC_ENDPOINT": endpoint,
    }
    for name, value in wanted.items():
        monkeypatch.setattr(settings, name, value)


def credentials(patch: pytest.MonkeyPatch) -> None:
    for name, value in CREDENTIALS.items():
        patch.setenv(name, value)
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        patch.delenv(name, raising=False)
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
