"""Small films, a rival CA, and files that bear every kind of damage."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from lib.media.boxes import top_level_boxes
from lib.media.stills import poster, spritesheet
from lib.media.track import SAMPLE_RATE
from lib.media.writer import Mp4Writer
from provenance.certificates.profile import Issued, issue
from provenance.native import MP4, context
from provenance.signing import Statement, seal
from provenance.vocabulary import Kind

FPS = 24
DAY = datetime(2026, 11, 20, 17, 42, 3, tzinfo=UTC)


def statement(kind: str = "video", *, parent: Path | None = None) -> Statement:
    return Statement(
        title=kind.capitalize(),
        model="sketch/1.0",
        kind=kind,
        created_at=DAY,
        profile="development",
        parent=parent,
    )


def film(path: Path, *, width: int = 320, height: int = 568, seconds: float = 4.0) -> Path:
    """A picture with bright, dark and coloured parts that drift a little, and a tone."""
    time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = (0.2 * np.sin(2 * np.pi * 330 * time)).astype(np.float32)
    across = np.linspace(20, 235, width)[None, :].repeat(height, 0)
    with Mp4Writer(path, width=width, height=height, fps=FPS) as out:
        out.write_audio(np.stack([wave, wave]))
        for number in range(round(seconds * FPS)):
            out.write_frame(_picture(across, number))
    return path


def _picture(across: NDArray[np.float64], number: int) -> NDArray[np.uint8]:
    layers = (across, np.roll(across, 2 * number, 1)[:, ::-1], across * 0 + 90)
    return np.stack(layers, -1).astype(np.uint8)


def variants(folder: Path, source: Path) -> dict[str, Path]:
    """A film and its two stills, sealed as finish does it."""
    paths = {
        Kind.VIDEO: folder / "film.mp4",
        Kind.POSTER: folder / "poster.webp",
        Kind.SPRITESHEET: folder / "sheet.webp",
    }
    shutil.copyfile(source, paths[Kind.VIDEO])
    poster(source, into=paths[Kind.POSTER])
    spritesheet(source, into=paths[Kind.SPRITESHEET], tile_width=64)
    for kind, path in paths.items():
        parent = None if kind == Kind.VIDEO else paths[Kind.VIDEO]
        seal(path, statement=statement(kind, parent=parent))
    return {kind.value: path for kind, path in paths.items()}


def rival(name: str, *, organization: str, life: timedelta = timedelta(days=9)) -> list[Issued]:
    """Leaf, intermediate and root of a CA that anybody can make at home."""
    root = issue("Rival root", organization=organization, life=life * 2, issuer=None, is_ca=True)
    middle = issue("Rival", organization=organization, life=life * 2, issuer=root, is_ca=True)
    return [
        issue(name, organization=organization, life=life, issuer=middle, is_ca=False),
        middle,
        root,
    ]


def sign_as(
    path: Path,
    chain: list[Issued],
    words: Statement,
    *,
    anchors: str = "",
    edit: Callable[[dict[str, object]], None] | None = None,
) -> None:
    """What the library lets anyone sign, past all of our own checks."""
    from c2pa import Builder, C2paSignerInfo, Signer

    pem = b"".join(each.pem for each in chain[:2])
    signer = Signer.from_info(C2paSignerInfo(b"es256", pem, chain[0].key_pem, None))
    manifest = words.manifest()
    if edit:
        edit(manifest)
    out = io.BytesIO()
    with Builder(manifest, context(anchors)) as builder:
        if words.parent:
            with words.parent.open("rb") as source:
                given = {"title": "Film", "relationship": "parentOf", "label": "film"}
                builder.add_ingredient(given, MP4, source)
        format_ = MP4 if words.kind == "video" else "image/webp"
        builder.sign(signer, format_, io.BytesIO(path.read_bytes()), out)
    path.write_bytes(out.getvalue())


def flip_bit(path: Path, offset: int) -> None:
    content = bytearray(path.read_bytes())
    content[offset] ^= 1
    path.write_bytes(content)


def flip_in_box(path: Path, kind: str) -> None:
    box = next(box for box in top_level_boxes(path) if box.kind == kind)
    flip_bit(path, box.offset + box.size // 2)


def flip_in_text(path: Path, text: bytes) -> None:
    flip_bit(path, path.read_bytes().index(text))


def cut_short(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 9 // 10])


def remux(path: Path) -> None:
    copy = path.with_suffix(".copy.mp4")
    with av.open(str(path)) as source, av.open(str(copy), "w", format="mp4") as out:
        streams = {each.index: out.add_stream_from_template(each) for each in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream_index]
                out.mux(packet)
    copy.replace(path)


def strip(path: Path) -> None:
    content, box = path.read_bytes(), next(b for b in top_level_boxes(path) if b.kind == "uuid")
    path.write_bytes(content[: box.offset] + content[box.offset + box.size :])


def manifest_box(path: Path) -> bytes:
    box = next(box for box in top_level_boxes(path) if box.kind == "uuid")
    return path.read_bytes()[box.offset : box.offset + box.size]
