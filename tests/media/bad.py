"""Files that are strange, enormous or lying, each made in a moment."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.media import pictures
from tests.media.clips import write_clip

Frame = NDArray[np.uint8]
MANY = 0xFFFFFFF0


def encoded(
    path: Path, codec: str, frames: Sequence[Frame], *, rate: int = 24, pixels: str = "yuv420p",
    turned: int = 0, options: dict[str, str] | None = None,
) -> Path:  # fmt: skip
    height, width = frames[0].shape[:2]
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate, options=options or {})
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        if turned:
            stream.set_display_rotation(turned)
        for number, picture in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(picture, "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def eight_k(path: Path) -> Path:
    return encoded(path, "mjpeg", [np.zeros((4320, 7680, 3), np.uint8)], pixels="yuvj420p")


def an_hour(path: Path) -> Path:
    still = np.zeros((16, 16, 3), np.uint8)
    return encoded(path, "mpeg4", [still] * 3600, rate=1, options={"g": "600"})


def one_pixel(path: Path) -> Path:
    return encoded(path, "png", [np.full((1, 1, 3), 200, np.uint8)] * 3, pixels="rgb24")


def turned(path: Path, degrees: int) -> Path:
    """White stands at the upper left of what is stored."""
    picture = np.zeros((32, 64, 3), np.uint8)
    picture[:16, :32] = 255
    return encoded(path, "libx264", [picture] * 3, turned=degrees)


def high_range(path: Path, codec: str) -> Path:
    return encoded(path, codec, [pictures.shapes(64, 96)] * 4, pixels="yuv420p10le")


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def patched(path: Path, kind: bytes, change: Callable[[bytearray, int], None]) -> Path:
    """A small film in whose first box of a kind something is changed; `at`: behind its name."""
    whole = bytearray(write_clip(path, seconds=0.25, sound=0.25).read_bytes())
    change(whole, whole.index(kind) + 4)
    path.write_bytes(whole)
    return path


def _put(value: int, *, behind: int) -> Callable[[bytearray, int], None]:
    def change(whole: bytearray, at: int) -> None:
        whole[at + behind : at + behind + 4] = value.to_bytes(4)

    return change


def _alike(whole: bytearray, at: int) -> None:
    """All samples of one byte, and four thousand million of them."""
    whole[at + 4 : at + 12] = (1).to_bytes(4) + MANY.to_bytes(4)


def fragment_without_end(path: Path) -> Path:
    """A run that lists nothing of each sample, and says that there are that many."""
    whole = write_clip(path, seconds=0.25).read_bytes()
    run = box(b"trun", (0).to_bytes(4), MANY.to_bytes(4))
    head = box(b"tfhd", (0x020000).to_bytes(4), (1).to_bytes(4))
    path.write_bytes(whole + box(b"moof", box(b"traf", head, run)) + box(b"mdat", bytes(16)))
    return path


LIES: dict[str, Callable[[Path], Path]] = {
    "samples of one size without end": lambda path: patched(path, b"stsz", _alike),
    "a list of samples without end": lambda path: patched(path, b"stsz", _put(MANY, behind=8)),
    "times of samples without end": lambda path: patched(path, b"stts", _put(MANY, behind=4)),
    "one time for samples without end": lambda path: patched(path, b"stts", _put(MANY, behind=8)),
    "chunks without end": lambda path: patched(path, b"stco", _put(MANY, behind=4)),
    "edits without end": lambda path: patched(path, b"elst", _put(10**9, behind=4)),
    "a run of a fragment without end": fragment_without_end,
}


def absurd_timescale(path: Path) -> Path:
    """One tick a second, in every track."""
    whole = bytearray(write_clip(path, seconds=0.25).read_bytes())
    at = whole.find(b"mdhd")
    while at >= 0:
        whole[at + 16 : at + 20] = (1).to_bytes(4)
        at = whole.find(b"mdhd", at + 4)
    path.write_bytes(whole)
    return path


def declared_png(path: Path, side: int, *, data: bytes = b"") -> Path:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    return path


def png_bomb(path: Path) -> Path:
    """A megabyte that unpacks to 900 million pixels of black."""
    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * 30_000)
    data = b"".join(packer.compress(row) for _ in range(3_000)) + packer.flush()
    return declared_png(path, 30_000, data=data)


def moving(path: Path, *, kind: str) -> Path:
    images = [Image.fromarray(pictures.shapes(48, 64, shift=number / 8)) for number in range(4)]
    images[0].save(path, kind, save_all=True, append_images=images[1:], duration=250)
    return path
