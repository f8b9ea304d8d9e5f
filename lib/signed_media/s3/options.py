from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Options:
    """Which bucket, how it is reached, and how patiently."""

    bucket: str
    region: str
    endpoint: str
    public_endpoint: str
    addressing: str
    sse: str
    sse_key_id: str
    # The web process answers a person: it asks twice, and not for long.
    hurried: bool


def current() -> Options:
    """By settings."""
    return Options(
        bucket=settings.S3_BUCKET,
        region=settings.S3_REGION,
        endpoint=settings.S3_ENDPOINT,
        public_endpoint=settings.S3_PUBLIC_ENDPOINT,
        addressing=settings.S3_ADDRESSING,
        sse=settings.S3_SSE,
        sse_key_id=settings.S3_SSE_KEY_ID,
        hurried=settings.ROLE == "web",
    )
