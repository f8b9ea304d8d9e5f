"""The process that decodes. Started by `process`, never imported by anything that has keys."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from lib.media.apart.confining import confine, see_only
from lib.media.apart.messages import MOST_BYTES, write
from lib.media.changes import Changes
from lib.media.errors import MediaError, MediaFault

if TYPE_CHECKING:
    from av.video.frame import VideoFrame


class Cells(Changes):
    """Hands out each frame, small and grey, and takes none out of its turn."""

    def __init__(self, pipe: IO[bytes], side: int) -> None:
        super().__init__()
        self._pipe, self._side = pipe, side

    def jumps(self, frame: VideoFrame) -> bool:
        write(self._pipe, "cells", frame.reformat(self._side, self._side, "gray").to_ndarray())
        return False


def frames(film: Path, pipe: IO[bytes], wishes: list[Any], changes: bool, cells: int) -> None:
    from lib.media.frames import FrameWish, shared_frames

    seen = Cells(pipe, cells) if cells else Changes() if changes else None
    wanted = [FrameWish(*wish) for wish in wishes]
    for number, one in shared_frames(film, wanted, changes=seen):
        write(pipe, "frame", one.image, wish=number, index=one.index, at=one.at_seconds)
    write(pipe, "end", missed=seen.missed if seen else 0)


def shape(film: Path, pipe: IO[bytes]) -> None:
    from lib.media.containers import opened
    from lib.media.probe import probe

    info = asdict(probe(film))
    with opened(film) as container:
        write(pipe, "end", info=info, sounds=len(container.streams.audio))


def sound(film: Path, pipe: IO[bytes]) -> None:
    import numpy as np

    from lib.media.stereo import read

    heard = read(film)
    if heard is None:
        return write(pipe, "end", tracks=0)
    return write(pipe, "end", np.stack([heard.middle, heard.side]), tracks=heard.tracks)


def full_sound(film: Path, pipe: IO[bytes]) -> None:
    from lib.media.full_sound import read_full

    heard = read_full(film)
    write(pipe, "end", heard, silent=heard is None)


def silent(film: Path, pipe: IO[bytes]) -> None:
    import numpy as np

    from lib.media.silencing import pictures_alone

    film_alone = pictures_alone(film).getbuffer()
    if len(film_alone) > MOST_BYTES:
        raise MediaError(MediaFault.TOO_LARGE)
    write(pipe, "end", np.frombuffer(film_alone, np.uint8))


WORK: dict[str, Callable[..., None]] = {
    "frames": frames,
    "shape": shape,
    "sound": sound,
    "full_sound": full_sound,
    "silent": silent,
}


def main() -> None:
    """`number of the open film` `what to do` `with what, in JSON`."""
    confine()  # before anything large is loaded: until then others of the same user can look in
    import av  # noqa: F401
    import numpy as np  # noqa: F401

    number, name, wanted = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    see_only(number)
    film = Path(f"/proc/self/fd/{number}")
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no message
    try:
        WORK[name](film, pipe, **json.loads(wanted))
    except MediaError as error:
        if isinstance(error.__cause__, MemoryError):
            raise  # nothing was found out about the film
        write(pipe, "fault", code=error.code.value)
