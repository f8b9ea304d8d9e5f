"""Addresses that open or take one object. Signing them is arithmetic: nobody is asked."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from storages.backends.s3 import S3Storage

from lib.signed_media.media_types import media_type
from lib.signed_media.s3.clients import client_of
from lib.signed_media.s3.faults import translated
from lib.signed_media.s3.heads import MOST_BYTES
from lib.signed_media.targets import METHOD, Target


def url_of(signer: S3Storage, key: str, *, seconds: int, filename: str | None) -> str:
    """A presigned GET, that says how to treat what it gives."""
    shown = f'attachment; filename="{filename}"' if filename else "inline"
    answer = {
        "ResponseContentType": media_type(key),
        "ResponseContentDisposition": shown,
        "ResponseCacheControl": f"private, max-age={seconds}",
    }
    with translated():
        return str(signer.url(key, parameters=answer, expire=seconds))


def target_of(
    signer: S3Storage,
    key: str,
    *,
    seconds: int,
    max_bytes: int,
    content_type: str,
) -> Target:
    """A presigned PUT. Signed are key, type, that nothing is there yet (so the second sender of a
    target gets 412), and the limit, which S3 keeps beside the object and does not enforce:
    `Head.is_there` does. The bucket's default encrypts it: which key, is no phone's business."""
    signed: dict[str, Any] = {
        "ContentType": content_type,
        "IfNoneMatch": "*",
        "Metadata": {MOST_BYTES: str(max_bytes)},
    }
    with translated():
        url = client_of(signer).generate_presigned_url(
            "put_object",
            Params={"Bucket": signer.bucket_name, "Key": key, **signed},
            ExpiresIn=seconds,
            HttpMethod=METHOD,
        )
    return Target(
        url=url,
        headers=_headers(content_type, max_bytes),
        max_bytes=max_bytes,
        expires_at=timezone.now() + timedelta(seconds=seconds),
    )


def _headers(content_type: str, max_bytes: int) -> dict[str, str]:
    return {
        "Content-Type": content_type,
        "If-None-Match": "*",
        f"x-amz-meta-{MOST_BYTES}": str(max_bytes),
    }
