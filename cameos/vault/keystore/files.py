"""One small file a key, in a folder that no backup may take.

The folder carries the tag by which backup programs know what to leave out
(https://bford.info/cachedir/: tar --exclude-caches, borg, restic). A deleted key leaves a file that
says so: its tombstone. An empty file is none: a full disk or a failed restore leaves those too.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from cameos.vault.errors import VaultError, VaultFault

TAG = "CACHEDIR.TAG"
TAG_TEXT = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# Keys of likenesses. Never back this folder up: a copy of a key outlives its erasure.\n"
)
LOCK = ".lock"
TOMBSTONE = b"destroyed\n"


class FileKeyStore:
    """Files of mode 0600 in folders of 0700, written out before a verb returns.

    Deletion overwrites the file and leaves the tombstone. A disk that copies on write, and flash,
    may keep the old block for a while: it is the wrapped key, which a new master key makes
    worthless too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key_id: UUID, wrapped: bytes) -> None:
        path = self._path(key_id)
        with self._locked():
            if path.exists():
                raise VaultError(_fault(path), str(key_id))
            path.parent.mkdir(mode=0o700, exist_ok=True)
            _sync(self._folder)
            _write(path, wrapped)

    def get(self, key_id: UUID) -> bytes:
        try:
            wrapped = self._path(key_id).read_bytes()
        except FileNotFoundError:
            raise VaultError(VaultFault.KEY_LOST, str(key_id)) from None
        if wrapped == TOMBSTONE:
            raise VaultError(VaultFault.KEY_DESTROYED, str(key_id))
        if not wrapped:
            raise VaultError(VaultFault.KEY_LOST, f"{key_id}: an empty file")
        return wrapped

    def replace(self, key_id: UUID, change: Callable[[bytes], bytes]) -> None:
        with self._locked():
            _write(self._path(key_id), change(self.get(key_id)))

    def delete(self, key_id: UUID) -> None:
        path = self._path(key_id)
        with self._locked():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            for old in (_draft(path), path):
                _overwrite(old)
            _draft(path).unlink(missing_ok=True)
            _write_out(path, TOMBSTONE)
            _sync(path.parent)

    def ids(self) -> Iterator[UUID]:
        for path in sorted(self._folder.glob("??/[0-9a-f]*")):
            if path.read_bytes() not in (b"", TOMBSTONE):
                yield UUID(hex=path.name)

    def _path(self, key_id: UUID) -> Path:
        # The last digits of a UUIDv7 are random, its first ones are the hour.
        return self._folder / key_id.hex[-2:] / key_id.hex

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Nobody else writes: what is rewrapped is never what another process just deleted."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (tag := self._folder / TAG).exists():
            tag.write_text(TAG_TEXT)
        with (self._folder / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _fault(path: Path) -> VaultFault:
    """Of an id that is taken."""
    destroyed = path.read_bytes() == TOMBSTONE
    return VaultFault.KEY_DESTROYED if destroyed else VaultFault.KEY_STORE_FAILED


def _draft(path: Path) -> Path:
    # One name for each key, so that deletion finds what a killed writer left.
    return path.with_name(f".{path.name}")


def _write(path: Path, wrapped: bytes) -> None:
    draft = _draft(path)
    _write_out(draft, wrapped)
    draft.replace(path)
    _sync(path.parent)


def _write_out(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _overwrite(path: Path) -> None:
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        return
    with file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
        file.truncate(0)
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
