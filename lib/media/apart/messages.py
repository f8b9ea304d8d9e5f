"""What goes through the pipe: a short header in JSON, and at most one block of numbers.

Written by a process that a film may have taken over: every length is checked before it is believed.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import IO, TYPE_CHECKING, Any

from lib.media.errors import MediaError, MediaFault

if TYPE_CHECKING:
    from numpy.typing import NDArray

LENGTHS = struct.Struct(">II")
MOST_HEADER = 4096
# The packets of a film as large as enrolment takes any; a picture of 4096 x 4096 is 50 MB.
MOST_BYTES = 80 << 20
TYPES = frozenset({"uint8", "int16"})

Read = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Message:
    """`facts` is whatever JSON said; `numbers` has one of `TYPES`."""

    kind: str
    facts: dict[str, Any]
    numbers: NDArray[Any] | None


def write(pipe: IO[bytes], kind: str, numbers: NDArray[Any] | None = None, **facts: Any) -> None:
    """Of the child."""
    import numpy as np

    about = None if numbers is None else [numbers.dtype.name, list(numbers.shape)]
    header = json.dumps([kind, facts, about]).encode()
    block = b"" if numbers is None else np.ascontiguousarray(numbers).data.cast("B")
    pipe.write(LENGTHS.pack(len(header), len(block)))
    pipe.write(header)
    pipe.write(block)
    pipe.flush()


def received(read: Read) -> Message:
    """Of the parent; `read` gives just so many bytes. Raises MediaError for what is no message."""
    header, block = LENGTHS.unpack(read(LENGTHS.size))
    if header > MOST_HEADER or block > MOST_BYTES:
        raise broken()
    try:
        kind, facts, about = json.loads(read(header))
    except (ValueError, RecursionError):
        raise broken() from None
    if not isinstance(kind, str) or not isinstance(facts, dict) or (block and about is None):
        raise broken()
    return Message(kind, facts, _numbers(about, read(block)) if about is not None else None)


def broken() -> MediaError:
    """The child said something that none of ours says."""
    return MediaError(MediaFault.UNREADABLE)


def _numbers(about: Any, block: bytes) -> NDArray[Any]:
    import numpy as np

    try:
        name, shape = about
        sides = [int(side) for side in shape if type(side) is int and 0 <= side <= MOST_BYTES]
    except (TypeError, ValueError):
        raise broken() from None
    if not isinstance(name, str) or name not in TYPES:
        raise broken()
    if len(sides) != len(shape) or not 1 <= len(sides) <= 3:
        raise broken()
    if prod(sides) * np.dtype(name).itemsize != len(block):
        raise broken()
    numbers: NDArray[Any] = np.frombuffer(block, name).reshape(sides)
    return numbers
