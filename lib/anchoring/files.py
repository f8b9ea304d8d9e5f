"""One file an anchor, whole or not at all, of mode 0400. Whoever owns the folder can still delete
one: copy it to a disk that its writer cannot reach, or use a store with object lock."""

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from lib.anchoring.base import AnchorStoreFailed, AnchorTaken

NAME = re.compile(r"[0-9]{12}\.json", re.ASCII)


class FileAnchorStore:
    """In a folder of mode 0700."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, number: int, document: bytes) -> None:
        path = self._path(number)
        draft = path.with_name(f".{secrets.token_hex(8)}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(draft, document)
            try:
                os.link(draft, path)  # fails where there is one: nothing is ever overwritten
            finally:
                draft.unlink()
            _sync(self._folder)
        except FileExistsError:
            if self.get(number) != document:
                raise AnchorTaken(number) from None
        except OSError as error:
            raise AnchorStoreFailed(type(error).__name__) from error

    def get(self, number: int) -> bytes | None:
        try:
            return self._path(number).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AnchorStoreFailed(type(error).__name__) from error

    def numbers(self) -> Iterator[int]:
        found = self._folder.iterdir() if self._folder.exists() else ()
        yield from sorted(int(path.stem) for path in found if NAME.fullmatch(path.name))

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:012d}.json"


def _write(path: Path, document: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(document)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
