"""Where files are kept: on this machine, or in an object store that speaks S3 (docs/storage.md).

Credentials are not ours: boto3 finds them by its own chain (environment, profile, role).
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import env

MEDIA_STORE = env.choice("MEDIA_STORE", ("files", "s3"), "files")
S3_BUCKET = env.text("S3_BUCKET", None if MEDIA_STORE == "s3" else "")
S3_ENDPOINT = env.text("S3_ENDPOINT", "")
# A signature names the region: AWS refuses URLs that were signed for another one.
S3_REGION = env.text("S3_REGION", None if S3_BUCKET and not S3_ENDPOINT else "")
# The name under which phones reach it, where that is another one.
S3_PUBLIC_ENDPOINT = env.text("S3_PUBLIC_ENDPOINT", S3_ENDPOINT)
S3_ADDRESSING = env.choice("S3_ADDRESSING", ("auto", "virtual", "path"), "auto")
S3_SSE = env.choice("S3_SSE", ("AES256", "aws:kms"), "AES256")
S3_SSE_KEY_ID = env.text("S3_SSE_KEY_ID", None if S3_SSE == "aws:kms" else "")
if S3_SSE_KEY_ID and S3_SSE != "aws:kms":
    raise ImproperlyConfigured("S3_SSE_KEY_ID is a key of aws:kms: set S3_SSE too.")
for _name, _url in (("S3_ENDPOINT", S3_ENDPOINT), ("S3_PUBLIC_ENDPOINT", S3_PUBLIC_ENDPOINT)):
    if _url and (urlsplit(_url).scheme not in ("http", "https") or not urlsplit(_url).hostname):
        raise ImproperlyConfigured(f"{_name} must begin with https:// and name a host.")

# Anchors of the ledger of consents, in a bucket with object lock (docs/consent-ledger.md)
CONSENT_ANCHOR_BUCKET = env.text("CONSENT_ANCHOR_BUCKET", "")
CONSENT_ANCHOR_DAYS = env.number("CONSENT_ANCHOR_DAYS", 3650, low=1, high=36_500)
if CONSENT_ANCHOR_BUCKET and env.text("CONSENT_ANCHOR_COMMAND", ""):
    raise ImproperlyConfigured("Set CONSENT_ANCHOR_BUCKET or CONSENT_ANCHOR_COMMAND, not both.")
if CONSENT_ANCHOR_BUCKET and CONSENT_ANCHOR_BUCKET == S3_BUCKET:
    raise ImproperlyConfigured("CONSENT_ANCHOR_BUCKET is a bucket of its own: it is versioned.")
