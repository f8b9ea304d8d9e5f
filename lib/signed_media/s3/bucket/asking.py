"""What stands in the bucket's configuration; each answer may be "there is none"."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from lib.signed_media.s3.faults import translated

# Some stores that speak S3 know only some of it.
NONE = frozenset(
    {
        "NoSuchPublicAccessBlockConfiguration",
        "ServerSideEncryptionConfigurationNotFoundError",
        "NoSuchLifecycleConfiguration",
        "NoSuchBucketPolicy",
        "NotImplemented",
        "MethodNotAllowed",
    }
)


def asked(call: Callable[..., dict[str, Any]], bucket: str) -> dict[str, Any]:
    """Empty for what was never set up. Raises StorageFault."""
    with translated():
        try:
            return call(Bucket=bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] in NONE:
                return {}
            raise


def public_access(client: Any, bucket: str) -> dict[str, bool]:
    answer = asked(client.get_public_access_block, bucket)
    return dict(answer.get("PublicAccessBlockConfiguration", {}))


def encryption(client: Any, bucket: str) -> tuple[str, str]:
    """Algorithm and key of what comes without saying."""
    answer = asked(client.get_bucket_encryption, bucket)
    rules = answer.get("ServerSideEncryptionConfiguration", {}).get("Rules", [])
    said = rules[0].get("ApplyServerSideEncryptionByDefault", {}) if rules else {}
    return str(said.get("SSEAlgorithm", "")), str(said.get("KMSMasterKeyID", ""))


def versioning(client: Any, bucket: str) -> str:
    return str(asked(client.get_bucket_versioning, bucket).get("Status", ""))


def lifecycle(client: Any, bucket: str) -> list[dict[str, Any]]:
    return list(asked(client.get_bucket_lifecycle_configuration, bucket).get("Rules", []))


def policy(client: Any, bucket: str) -> str:
    return str(asked(client.get_bucket_policy, bucket).get("Policy", ""))
