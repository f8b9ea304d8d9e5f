from collections.abc import Callable
from typing import Any

from lib.signed_media.errors import StorageFault
from lib.signed_media.s3 import clients
from lib.signed_media.s3.bucket import asking, policy, rules
from lib.signed_media.s3.options import Options

CLOSED = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")

Fault = Callable[[Any, Options], bool]


def faults(options: Options) -> list[str]:
    """What is wrong with the bucket, in words; nothing where all is as it must be."""
    client = clients.client_of(clients.storage(options))
    found = []
    for is_wrong, words in FAULTS:
        try:
            if is_wrong(client, options):
                found.append(words)
        except (StorageFault, FileNotFoundError) as error:
            told = getattr(error, "code", "storage_denied")
            return [*found, f"the bucket cannot be asked ({told})"]
    return found


def _is_open(client: Any, options: Options) -> bool:
    said = asking.public_access(client, options.bucket)
    return not all(said.get(name) for name in CLOSED)


def _is_plain(client: Any, options: Options) -> bool:
    algorithm, key = asking.encryption(client, options.bucket)
    return algorithm != options.sse or options.sse_key_id not in (key, "")


def _keeps_versions(client: Any, options: Options) -> bool:
    return asking.versioning(client, options.bucket) == "Enabled"


def _keeps_for_ever(client: Any, options: Options) -> bool:
    return not rules.are_in_force(asking.lifecycle(client, options.bucket))


def _lets_urls_in(client: Any, options: Options) -> bool:
    return not policy.is_in_force(options.bucket, asking.policy(client, options.bucket))


FAULTS: tuple[tuple[Fault, str], ...] = (
    (_is_open, "public access is not blocked"),
    (_is_plain, "it does not encrypt by default as S3_SSE says"),
    (_keeps_versions, "it keeps versions, so what is deleted stays"),
    (_keeps_for_ever, "the lifecycle rules are not in force"),
    (_lets_urls_in, "its policy does not keep URLs away from what must not leave"),
)
