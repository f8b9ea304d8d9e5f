"""The top-level boxes of an ISO base media file (ISO/IEC 14496-12, section 4.2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER_BYTES = 8
LONG_HEADER_BYTES = 16


@dataclass(frozen=True, slots=True)
class Box:
    kind: str
    offset: int
    size: int
    complete: bool


def top_level_boxes(path: Path) -> Iterator[Box]:
    """Headers only: a film of any size costs a few reads. Stops where sizes stop adding up."""
    end = path.stat().st_size
    with path.open("rb") as file:
        offset = 0
        while offset + HEADER_BYTES <= end:
            file.seek(offset)
            header = file.read(LONG_HEADER_BYTES)
            size = _size(header, remaining=end - offset)
            if size < HEADER_BYTES:
                return
            kind = header[4:8].decode("latin-1")
            yield Box(kind, offset, size, complete=offset + size <= end)
            offset += size


def _size(header: bytes, *, remaining: int) -> int:
    size = int.from_bytes(header[:4])
    if size == 0:
        return remaining
    if size == 1:
        return int.from_bytes(header[8:LONG_HEADER_BYTES])
    return size


def is_iso_media(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(12)[4:8] == b"ftyp"


def is_faststart(path: Path) -> bool:
    """True where the index (`moov`) stands before the samples (`mdat`): playable while it loads."""
    kinds = [box.kind for box in top_level_boxes(path)]
    return "moov" in kinds and "mdat" in kinds and kinds.index("moov") < kinds.index("mdat")


def is_truncated(path: Path) -> bool:
    """True where a box promises more bytes than the file has, or where the index never came."""
    boxes = list(top_level_boxes(path))
    return any(not box.complete for box in boxes) or all(box.kind != "moov" for box in boxes)
