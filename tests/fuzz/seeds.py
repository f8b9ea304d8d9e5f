"""One small whole file of each kind that people upload."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from tests.media import pictures
from tests.media.clips import write_clip


def all_seeds(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made = [write_clip(folder / "film.mp4", seconds=0.5, sound=0.5)]
    made.append(
        film(folder / "parts.mp4", "libx264", options={"movflags": "frag_keyframe+empty_moov"})
    )
    made += [film(folder / f"film.{kind}", codec) for kind, codec in CODECS.items()]
    return made + stills(folder) + [sound(folder / "sound.wav", "pcm_s16le")]


CODECS = {
    "mkv": "libx264", "webm": "libvpx-vp9", "avi": "mpeg4", "ts": "mpeg2video", "mov": "mjpeg",
}  # fmt: skip


def film(path: Path, codec: str, *, options: dict[str, str] | None = None) -> Path:
    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=24)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = 48, 32
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.time_base = Fraction(1, 24)
        for number in range(8):
            picture = pictures.shapes(32, 48, shift=number / 20)
            frame = av.VideoFrame.from_ndarray(picture, "rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 24)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def sound(path: Path, codec: str) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=16_000, layout="mono")
        assert isinstance(stream, av.AudioStream)
        wave = (8_000 * np.sin(np.arange(4_000) / 6)).astype(np.int16)[None]
        frame = av.AudioFrame.from_ndarray(wave, "s16", "mono")
        frame.sample_rate, frame.pts = 16_000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def stills(folder: Path) -> list[Path]:
    made = []
    image = Image.fromarray(pictures.shapes(40, 60))
    for kind in ("png", "jpg", "webp", "bmp", "tiff"):
        image.save(folder / f"still.{kind}")
        made.append(folder / f"still.{kind}")
    moving = [Image.fromarray(pictures.shapes(40, 60, shift=n / 10)) for n in range(4)]
    for name in ("moving.gif", "moving.png", "moving.webp"):
        moving[0].save(folder / name, save_all=True, append_images=moving[1:], duration=80)
        made.append(folder / name)
    return made
