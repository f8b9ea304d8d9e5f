from typing import Any

from lib.signed_media.s3 import clients
from lib.signed_media.s3.bucket import asking, policy, rules
from lib.signed_media.s3.bucket.checking import CLOSED
from lib.signed_media.s3.faults import translated
from lib.signed_media.s3.options import Options


def prepare(options: Options) -> None:
    """Bring it about, but for versions: whoever switched them on must know why. Safe to run again;
    rules and statements of others stay. Raises StorageFault."""
    client, bucket = clients.client_of(clients.storage(options)), options.bucket
    own_rules = rules.merged(asking.lifecycle(client, bucket))
    own_policy = policy.merged(bucket, asking.policy(client, bucket))
    with translated():
        client.put_public_access_block(
            Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(CLOSED, True)
        )
        client.put_bucket_encryption(
            Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [_encrypted(options)]}
        )
        client.put_bucket_lifecycle_configuration(
            Bucket=bucket, LifecycleConfiguration={"Rules": own_rules}
        )
        client.put_bucket_policy(Bucket=bucket, Policy=own_policy)


def _encrypted(options: Options) -> dict[str, Any]:
    said = {"SSEAlgorithm": options.sse}
    if options.sse_key_id:
        said["KMSMasterKeyID"] = options.sse_key_id
    return {
        "ApplyServerSideEncryptionByDefault": said,
        "BucketKeyEnabled": options.sse == "aws:kms",
    }
