"""JSON lines, plain or gzipped, read with suspicion: every bad line is told by its number."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_BYTES = 1024 * 1024  # of one line; a text has 8,000 characters at most
GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line (counted from 1), without its words."""

    line: int
    what: str


class BadLine(ValueError):
    """The message says what is wrong, and quotes nothing but names of members."""


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any] | Problem]]:
    """Line number and object, or what is wrong there (an empty line is no object).

    After a problem of the file itself (a truncated gzip) nothing follows. Raises OSError.
    """
    number = 0
    with path.open("rb") as raw:
        packed = raw.peek(2)[:2] == GZIP if isinstance(raw, io.BufferedReader) else False
        file = gzip.GzipFile(fileobj=raw) if packed else raw
        while True:
            number += 1
            try:
                line = file.readline(MOST_BYTES + 1)
            except (EOFError, zlib.error, gzip.BadGzipFile):
                yield number, Problem(number, "the gzip ends early or is damaged")
                return
            if not line:
                return
            if len(line) > MOST_BYTES:
                yield number, Problem(number, "longer than 1 MiB")
                return
            yield number, _parsed(number, line.removeprefix(BOM) if number == 1 else line)


def _parsed(number: int, line: bytes) -> dict[str, Any] | Problem:
    try:
        found = json.loads(line.decode(), parse_constant=_no_constant, object_pairs_hook=_each_once)
    except BadLine as bad:
        return Problem(number, str(bad))
    except UnicodeDecodeError:
        return Problem(number, "no UTF-8")
    except (ValueError, RecursionError):
        return Problem(number, "no JSON")
    return found if isinstance(found, dict) else Problem(number, "no object")


def _no_constant(name: str) -> None:
    raise BadLine(f"{name} is no number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadLine("a member stands twice")
    return found
