"""django-storages' S3 storage, configured: it brings connections by thread, and signed URLs."""

import threading
from functools import lru_cache
from typing import Any

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from storages.backends.s3 import S3Storage

from lib.signed_media.s3.options import Options

MIB = 1 << 20
_ONE_AT_A_TIME = threading.Lock()
CONNECT_SECONDS = 3
# Seconds without a byte, and how often a request is sent in all; pauses between two grow to 20 s.
PATIENT, HURRIED = (20, 5), (5, 2)
TRANSFER = TransferConfig(
    multipart_threshold=16 * MIB, multipart_chunksize=16 * MIB, max_concurrency=4
)


class _Storage(S3Storage):  # type: ignore[misc]
    """Threads share what a session has read (the library's description of S3 takes it 0.3 s)."""

    @property
    def connection(self) -> Any:
        with _ONE_AT_A_TIME:  # a session makes no two clients at once
            return super().connection

    def _create_session(self) -> Any:
        return _session(self.access_key, self.secret_key, self.security_token)


@lru_cache(maxsize=2)
def _session(key_id: str | None, key: str | None, token: str | None) -> Any:
    return boto3.Session(key_id, key, token)


def storage(options: Options) -> S3Storage:
    """For the verbs of workers and web processes."""
    return _storage(options, endpoint=options.endpoint, checksums="when_supported")


def signer(options: Options) -> S3Storage:
    """For addresses that are handed out. Of a body that somebody else will send nobody knows the
    checksum: the library would sign that of an empty one."""
    return _storage(options, endpoint=options.public_endpoint, checksums="when_required")


def encryption(options: Options) -> dict[str, str]:
    """What every put says."""
    if options.sse == "aws:kms":
        return {"ServerSideEncryption": options.sse, "SSEKMSKeyId": options.sse_key_id}
    return {"ServerSideEncryption": options.sse}


def client_of(found: S3Storage) -> Any:
    """The client of this thread."""
    return found.connection.meta.client


def _storage(options: Options, *, endpoint: str, checksums: str) -> S3Storage:
    seconds, attempts = HURRIED if options.hurried else PATIENT
    addressing = options.addressing
    if addressing == "auto" and not endpoint:
        addressing = "virtual"  # else AWS is signed for without its region's name
    return _Storage(
        bucket_name=options.bucket,
        region_name=options.region or None,
        endpoint_url=endpoint or None,
        querystring_auth=True,
        custom_domain=None,
        default_acl=None,
        location="",
        transfer_config=TRANSFER,
        client_config=Config(
            signature_version="s3v4",
            s3={"addressing_style": addressing},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=seconds,
            retries={"mode": "standard", "total_max_attempts": attempts},
            request_checksum_calculation=checksums,
            max_pool_connections=16,
        ),
    )
