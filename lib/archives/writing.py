"""Writing an archive, one part after another: memory holds a piece of a file, however large."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder

from lib.archives.manifest import Entry

PIECE = 1024 * 1024  # bytes read at a time
ENCODER = DjangoJSONEncoder(ensure_ascii=False)
EARLIEST = (1980, 1, 1, 0, 0, 0)  # ZIP knows no earlier time


class ArchiveWriter:
    """A ZIP being written to `path`, with ZIP64 for what is larger than 4 GiB.

    `beat` is called with each piece: it may raise, and then the file is of no use.
    """

    def __init__(self, path: Path, *, at: datetime, beat: Callable[[], None]) -> None:
        self._zip = zipfile.ZipFile(path, "w", allowZip64=True)
        self.at = at
        self._beat = beat
        self.entries: list[Entry] = []
        self.missing: list[str] = []

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def lines(
        self, path: str, records: Iterable[Mapping[str, Any]], see: Callable[[Any], None]
    ) -> Entry:
        """A table as JSON Lines; `see` gets each record too."""
        digest, size, count = hashlib.sha256(), 0, 0
        with self._open(path) as out:
            for record in records:
                line = ENCODER.encode(record).encode() + b"\n"
                digest.update(line)
                size += out.write(line)
                count += 1
                see(record)
                self._beat()
        return self._done(Entry(path, size, digest.hexdigest(), count))

    def copy(self, path: str, source: IO[bytes]) -> Entry:
        """A file as it is; what is in one already is seldom made smaller, so nothing tries."""
        digest, size = hashlib.sha256(), 0
        with self._open(path, compressed=False) as out:
            while piece := source.read(PIECE):
                digest.update(piece)
                size += out.write(piece)
                self._beat()
        return self._done(Entry(path, size, digest.hexdigest()))

    def text(self, path: str, text: bytes) -> Entry:
        """A small file."""
        return self.copy(path, io.BytesIO(text))

    def _open(self, path: str, *, compressed: bool = True) -> IO[bytes]:
        info = zipfile.ZipInfo(path, max(EARLIEST, self.at.timetuple()[:6]))
        info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        return self._zip.open(info, "w", force_zip64=True)

    def _done(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        return entry


def as_json(value: Any) -> bytes:
    """A document to be read by people too."""
    return json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode() + b"\n"


def digest_of(path: Path) -> tuple[str, int]:
    """SHA-256 in hexadecimal, and bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
