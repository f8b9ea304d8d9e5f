"""Which store an operator chose."""

from pathlib import Path

from lib.anchoring.base import AnchorStore
from lib.anchoring.command import CommandAnchorStore
from lib.anchoring.files import FileAnchorStore


def chosen(*, prefix: str, folder: Path, bucket: str, days: int, command: str) -> AnchorStore:
    """A bucket with object lock (names begin with `prefix`, locked for `days`), an operator's
    command, or files in a folder: the first that is named."""
    if bucket:
        return _locked(prefix, bucket, days)
    if command:
        return CommandAnchorStore(command)
    return FileAnchorStore(folder)


def _locked(prefix: str, bucket: str, days: int) -> AnchorStore:
    from lib.anchoring.locked import LockedAnchorStore
    from lib.signed_media.s3 import clients
    from lib.signed_media.s3.options import current

    options = current()
    return LockedAnchorStore(
        client=clients.client_of(clients.storage(options)),
        bucket=bucket,
        days=days,
        encryption=clients.encryption(options),
        prefix=prefix,
    )
