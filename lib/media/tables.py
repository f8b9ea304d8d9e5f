"""The counts in an ISO media file's tables (ISO/IEC 14496-12), before anybody believes them.

The reader reserves memory for as many samples as a table declares: a file of some hundred bytes
can declare four thousand million.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lib.media.boxes import HEADER_BYTES, top_level_boxes
from lib.media.errors import MediaError, MediaFault
from lib.media.limits import MOST_SAMPLES

HOLDERS = frozenset({"moov", "trak", "mdia", "minf", "stbl", "edts", "moof", "traf", "mvex"})
DEEPEST = 8
# Of one film's index, which is read whole here. A minute of sound and pictures has some 100 KB.
MOST_INDEX_BYTES = 32 * 1024 * 1024
MOST_BOXES = 20_000
# Bytes of an entry, where each has its own.
ENTRY_BYTES = {"stsc": 12, "stco": 4, "co64": 8, "stss": 4}
EDIT_BYTES = {0: 12, 1: 20}
# Of a fragment's run: which flags add four bytes to each sample (8.8.8).
RUN_FIELDS = (0x100, 0x200, 0x400, 0x800)
MOST_EDITS = 1_000


class _Part(NamedTuple):
    kind: str
    body: memoryview


def refuse_impossible_tables(path: Path) -> None:
    """Raises MediaError for more samples than a film may have, or than its file can hold."""
    left = MOST_BOXES
    samples = 0
    for part in _index_parts(path):
        left -= 1
        count = _declared(part, in_bytes=path.stat().st_size)
        samples += count
        if left < 0 or samples > MOST_SAMPLES:
            raise MediaError(MediaFault.TOO_LONG)


def _index_parts(path: Path) -> Iterator[_Part]:
    with path.open("rb") as file:
        for box in top_level_boxes(path):
            if box.kind not in ("moov", "moof"):
                continue
            if box.size > MOST_INDEX_BYTES:
                raise MediaError(MediaFault.TOO_LARGE)
            file.seek(box.offset + HEADER_BYTES)
            body = file.read(max(0, box.size - HEADER_BYTES))
            yield from _parts(memoryview(body), deep=0)


def _parts(body: memoryview, *, deep: int) -> Iterator[_Part]:
    """All boxes in it that hold no others. Stops where sizes stop adding up, as readers do."""
    offset = 0
    while offset + HEADER_BYTES <= len(body):
        size = int.from_bytes(body[offset : offset + 4])
        kind = bytes(body[offset + 4 : offset + 8]).decode("latin-1")
        start = offset + HEADER_BYTES
        if size == 1:
            size = int.from_bytes(body[start : start + 8])
            start += 8
        end = len(body) if size == 0 else min(offset + size, len(body))
        if end < start:
            return
        if kind in HOLDERS and deep < DEEPEST:
            yield from _parts(body[start:end], deep=deep + 1)
        else:
            yield _Part(kind, body[start:end])
        offset = end


def _declared(part: _Part, *, in_bytes: int) -> int:
    """How many samples a table brings; 0 for one of another kind. Raises MediaError."""
    match part.kind:
        case "stsz" | "stz2":
            return _sizes(part, in_bytes)
        case "trun":
            return _run(part.body)
        case "elst":
            _refuse_edits(part.body)
        case "stts" | "ctts":
            return _times(part.body)
        case kind if kind in ENTRY_BYTES:
            _refuse_more(_number(part.body, 4), ENTRY_BYTES[kind], len(part.body) - 8)
    return 0


def _sizes(part: _Part, in_bytes: int) -> int:
    each, count = _number(part.body, 4), _number(part.body, 8)
    if part.kind == "stz2":
        bits = each & 0xFF
        _refuse_more(count * bits // 8, 1, len(part.body) - 12)
    elif each:
        # All of one size, and none of them listed: the file must still hold them.
        _refuse_more(count, each, in_bytes)
    else:
        _refuse_more(count, 4, len(part.body) - 12)
    return count


def _run(body: memoryview) -> int:
    flags, count = _number(body, 0) & 0xFFFFFF, _number(body, 4)
    listed = 4 * sum(1 for field in RUN_FIELDS if flags & field)
    _refuse_more(count, listed, len(body) - 8)
    return count


def _times(body: memoryview) -> int:
    """Each entry stands for as many samples as it says; readers write them out one by one."""
    count = _number(body, 4)
    _refuse_more(count, 8, len(body) - 8)
    return sum(samples for samples, _ in struct.iter_unpack(">II", body[8 : 8 + 8 * count]))


def _refuse_edits(body: memoryview) -> None:
    count = _number(body, 4)
    _refuse_more(count, EDIT_BYTES.get(_number(body, 0) >> 24, 12), len(body) - 8)
    if count > MOST_EDITS:
        raise MediaError(MediaFault.TOO_LONG)


def _refuse_more(count: int, each: int, room: int) -> None:
    if count * each > max(0, room):
        raise MediaError(MediaFault.TRUNCATED)


def _number(body: memoryview, offset: int) -> int:
    return int.from_bytes(body[offset : offset + 4])
