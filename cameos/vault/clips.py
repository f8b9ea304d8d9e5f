"""Reference clips: ciphertext under `vault/`, one folder a recording, and no URL ever."""

from collections.abc import Iterator
from typing import IO
from uuid import UUID

from cameos.models import ReferenceClip
from cameos.purposes import BiometricPurpose, Use
from cameos.vault.keys import DataKey, open_key
from cameos.vault.stream import SealedReader, seal_stream
from cameos.vault.uses import begin
from lib import signed_media
from lib.actors import Actor
from lib.signed_media import new_key, opened, placing

AREA = "vault"


def seal_clip(source: IO[bytes], *, key: DataKey) -> ReferenceClip:
    """Write the ciphertext; the row is not saved yet."""
    clip = ReferenceClip(key_id=key.id, storage_key=new_key(folder_of(key.id), ".enc"))
    with placing(clip.storage_key) as path, path.open("wb") as target:
        seal_stream(source, target, key=key, place=_place(clip))
    return clip


def open_clip(
    clip: ReferenceClip, *, purpose: BiometricPurpose, actor: Actor, about: str
) -> SealedReader:
    """The recording, to be read and sought in. Raises VaultError."""
    begin(purpose, Use.OPEN_CLIP, actor=actor, about=about, count=1)
    with open_key(clip.key_id) as key:
        return SealedReader(opened(clip.storage_key), key=key, place=_place(clip))


def remove_clips(key_id: UUID) -> None:
    """Whatever lies in the recording's folder, also what no row knows. Safe to do again."""
    signed_media.delete_below(folder_of(key_id))  # what it raises is an erasure still owed


def folder_of(key_id: UUID) -> str:
    """The prefix of the storage keys of one recording."""
    return f"{AREA}/{key_id.hex}"


def folders() -> Iterator[str]:
    """The folder of every recording; its name is the id of the recording's key."""
    return signed_media.folders(AREA)


def _place(clip: ReferenceClip) -> str:
    return f"cameos.ReferenceClip/{clip.key_id}/{clip.pk}"
