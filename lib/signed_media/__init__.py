"""Stored files and the short-lived URLs that lead to them.

`work/` holds what is being made, `kept/` masters of finished films, `quarantine/` what must not be
seen, `vault/` ciphertext of people who enrolled (cameos/vault), `out/` the one marked rendition
with its poster and spritesheet.
Only what lies under `out/` ever gets a URL, and moving an object to another key kills the URLs
already handed out. `incoming/` holds what people send until it was looked at: no URL reads it and
no backup takes it.

Objects lie in files or in an object store (settings.MEDIA_STORE): whoever needs a file of this
machine asks for one with `reading` and `placing`, and never knows which of the two it was.
`storage_path` is the local store's own, for its server and for tests.
"""

from lib.signed_media.errors import NOT_DONE, StorageCode, StorageDamaged, StorageFault, code_of
from lib.signed_media.keys import KeyRefused, new_key
from lib.signed_media.scratch import scratch
from lib.signed_media.signing import MAX_SECONDS, verify
from lib.signed_media.storage import storage_path
from lib.signed_media.targets import Target
from lib.signed_media.verbs import (
    burn,
    changed_at,
    copy,
    delete,
    delete_below,
    exists,
    folders,
    listed,
    move,
    opened,
    placing,
    reading,
    signed_url,
    sweep_incoming,
    sweep_unfinished,
    upload_target,
)

__all__ = [
    "MAX_SECONDS",
    "NOT_DONE",
    "KeyRefused",
    "StorageCode",
    "StorageDamaged",
    "StorageFault",
    "Target",
    "burn",
    "changed_at",
    "code_of",
    "copy",
    "delete",
    "delete_below",
    "exists",
    "folders",
    "listed",
    "move",
    "new_key",
    "opened",
    "placing",
    "reading",
    "scratch",
    "signed_url",
    "storage_path",
    "sweep_incoming",
    "sweep_unfinished",
    "upload_target",
    "verify",
]
