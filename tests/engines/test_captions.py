import numpy as np
import pytest
from PIL import ImageFont

from generation.engines.sketch.play.caption import caption, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a red ball", "a red ball"),
        ("  a\n\tred   ball ", "a red ball"),
        ("caf\u00e9 \u00fcber stra\u00dfe", "cafe uber strasse"),
        ("\u201chi\u201d \u2014 it\u2019s", "\u201chi\u201d - it\u2019s"),
        ("ball \U0001f388 \u4f60\u597d \u05e9\u05dc\u05d5\u05dd end", "ball end"),
        ("a\u202eb\x00c\u200bd", "abcd"),
        ("\U0001f388\U0001f680", ""),
    ],
)
def test_only_what_the_font_can_show_is_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_no_shown_character_is_the_box_for_a_missing_one() -> None:
    font = ImageFont.load_default(24)
    box = bytes(font.getmask("\uffff"))
    everything = "".join(chr(code) for code in range(0x20, 0x530))
    for start in range(0, len(everything), 100):
        for char in printable(everything[start : start + 100]).replace(" ", ""):
            assert bytes(font.getmask(char)) != box, hex(ord(char))


@pytest.mark.parametrize("text", ["", "\U0001f388", "\u05e9\u05dc\u05d5\u05dd", "...", "\x00"])
def test_nothing_to_show_is_no_band(text: str) -> None:
    assert caption(text, width=720, unit=800) is None


@pytest.mark.parametrize("text", ["word " * 2000, "w" * 10_000, "a red ball"])
def test_a_caption_of_any_length_fits_the_film(text: str) -> None:
    band = caption(text, width=720, unit=800)
    assert band is not None
    assert band.width <= 720 * 0.95
    assert band.height <= 800 * 0.15


def test_a_longer_caption_takes_two_lines() -> None:
    one = caption("a red ball", width=720, unit=800)
    two = caption("a red ball " * 9, width=720, unit=800)
    assert one is not None
    assert two is not None
    assert one.height < two.height


def test_letters_are_bright_on_a_dark_band() -> None:
    band = caption("a red ball", width=720, unit=800)
    assert band is not None
    assert np.percentile(band.colour, 99) > 200
    assert np.median(band.colour) < 60
