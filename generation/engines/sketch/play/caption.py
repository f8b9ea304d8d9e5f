from __future__ import annotations

import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from generation.engines.sketch.art.sprite import Sprite, sprite_of
from generation.engines.sketch.colour import rgb

MAX_LINES = 2
MAX_CHARS = 400
BAND = (*rgb("#14122b"), 150)
TEXT = (*rgb("#fdfbf5"), 255)
# Letters that do not decompose, and marks the font lacks, by what stands for them in print.
STAND_INS = str.maketrans({
    "\u00df": "ss", "\u00f8": "o", "\u00d8": "O", "\u00e6": "ae", "\u00c6": "AE",
    "\u0153": "oe", "\u0152": "OE", "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0131": "i",
    "\u2013": "-", "\u2014": "-", "\u00ab": '"', "\u00bb": '"', "\u201e": '"',
})  # fmt: skip


def caption(text: str, *, width: int, unit: float) -> Sprite | None:
    """What was asked, on a dark band of at most two lines; None where no letter can be shown."""
    font = _font(round(unit * 0.033))
    shown = printable(text)
    if not any(char.isalnum() for char in shown):
        return None
    lines = _wrapped(shown, font, room=width * 0.84)
    pad = round(unit * 0.02)
    step = round(unit * 0.044)
    wide = round(max(font.getlength(line) for line in lines)) + 2 * pad + pad
    high = step * len(lines) + 2 * pad - round(unit * 0.008)
    image = Image.new("RGBA", (wide, high))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, wide - 1, high - 1), radius=pad * 1.2, fill=BAND)
    for index, line in enumerate(lines):
        pen.text((wide / 2, pad + index * step), line, TEXT, font, anchor="ma")
    return sprite_of(image)


def printable(text: str) -> str:
    """Only characters that the font has a glyph for: accents fall back to the plain letter."""
    plain = unicodedata.normalize("NFKD", text[:MAX_CHARS].translate(STAND_INS))
    kept = (char if _has_glyph(char) else (" " if char.isspace() else "") for char in plain)
    return " ".join("".join(kept).split())


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise RuntimeError("Pillow was built without FreeType")
    return font


@lru_cache(maxsize=2048)
def _has_glyph(char: str) -> bool:
    if not char.isprintable() or unicodedata.category(char)[0] == "M":
        return False
    font = _font(24)
    return char == " " or bytes(font.getmask(char)) != bytes(font.getmask("\uffff"))


def _wrapped(text: str, font: ImageFont.FreeTypeFont, *, room: float) -> list[str]:
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < MAX_LINES:
        taken = 1
        while taken < len(words) and font.getlength(" ".join(words[: taken + 1])) <= room:
            taken += 1
        lines.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        lines[-1] += "..."
    return [_cut(line, font, room=room) for line in lines]


def _cut(line: str, font: ImageFont.FreeTypeFont, *, room: float) -> str:
    if font.getlength(line) <= room:
        return line
    line = line.removesuffix("...")
    while line and font.getlength(line + "...") > room:
        line = line[:-1]
    return line.rstrip() + "..."
