"""How a film gets into the child: as an open file, which it opens again for reading."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from lib.media.containers import Readable
from lib.media.errors import MediaError, MediaFault

# What an open film may hold; enrolment takes 64 MiB.
MOST_FILM = 256 << 20
BLOCK = 1 << 20
SEALED = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


def handed(film: Path | Readable) -> int:
    """A number to read the film under. What was encrypted is on no disk in the clear."""
    if not isinstance(film, Path):
        return _in_memory(film)
    if not film.is_file():
        raise MediaError(MediaFault.MISSING)
    return os.open(film, os.O_RDONLY)


def _in_memory(film: Readable) -> int:
    """Nobody writes it any more, whoever opens it."""
    with os.fdopen(os.memfd_create("film", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), "wb") as copy:
        while block := film.read(BLOCK):
            if copy.tell() > MOST_FILM:
                raise MediaError(MediaFault.TOO_LARGE)
            copy.write(block)
        copy.flush()
        fcntl.fcntl(copy, fcntl.F_ADD_SEALS, SEALED)
        return os.open(f"/proc/self/fd/{copy.fileno()}", os.O_RDONLY)
