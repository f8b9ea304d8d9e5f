"""Stored files and the short-lived URLs that lead to them.

`work/` holds masters and mezzanines, `quarantine/` what must not be seen, `vault/` ciphertext of
people who enrolled (cameos/vault), `out/` the one marked rendition with its poster and spritesheet.
Only what lies under `out/` ever gets a URL, and moving an object to another key kills the URLs
already handed out. `incoming/` holds what people send until it was looked at: no URL reads it and
no backup takes it. Four verbs on opaque keys (`placing`, `move`, `delete`, `signed_url`): an object
store can stand behind the same names.
"""

from lib.signed_media.incoming import burn, sweep_incoming
from lib.signed_media.keys import KeyRefused, new_key
from lib.signed_media.signing import MAX_SECONDS, signed_url, verify
from lib.signed_media.storage import delete, exists, move, placing, storage_path
from lib.signed_media.targets import Target, upload_target

__all__ = [
    "MAX_SECONDS",
    "KeyRefused",
    "Target",
    "burn",
    "delete",
    "exists",
    "move",
    "new_key",
    "placing",
    "signed_url",
    "storage_path",
    "sweep_incoming",
    "upload_target",
    "verify",
]
