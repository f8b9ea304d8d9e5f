"""Words of the desk's own styles are read by whoever sees contrasts badly (WCAG 2.2, 1.4.3)."""

import math
import re
from pathlib import Path

import pytest
from unfold.settings import CONFIG_DEFAULTS

from config.stack.programs import BASE_DIR

LEAST = 4.5
SHEETS = (
    BASE_DIR / "accounts/static/accounts/desk.css",
    BASE_DIR / "enforcement/static/enforcement/case.css",
)
# What the sections of a page are filled with.
LIGHT, DARK = "white", "var(--color-base-900)"
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
WORDS = re.compile(r"(?:^|[;\s])color:\s*([^;!]+)")
BACKGROUND = re.compile(r"(?:^|[;\s])background(?:-color)?:")
OKLCH = re.compile(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)")


def linear(colour: str) -> tuple[float, float, float]:
    """Red, green and blue as light, 0 to 1."""
    named = re.fullmatch(r"var\(--color-base-(\d+)\)", colour)
    if named:
        return _of_oklch(CONFIG_DEFAULTS["COLORS"]["base"][named[1]])
    if colour == "white":
        return 1.0, 1.0, 1.0
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def contrast(words: str, ground: str) -> float:
    """As WCAG 2.2 defines it."""
    dim, bright = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (linear(words), linear(ground))
    )
    return (bright + 0.05) / (dim + 0.05)


def _light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _of_oklch(text: str) -> tuple[float, float, float]:
    """By the matrices of CSS Color 4."""
    found = OKLCH.fullmatch(text)
    assert found is not None, text
    light, chroma, hue = float(found[1]) / 100, float(found[2]), math.radians(float(found[3]))
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def colours(sheet: Path) -> dict[str, str]:
    """The colour of the words of each selector that leaves its ground as it is."""
    found: dict[str, str] = {}
    for selectors, body in RULE.findall(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)):
        said = WORDS.search(body)
        # Colours of the operator's choice are not ours to weigh.
        if said and "primary" not in said[1] and not BACKGROUND.search(body):
            for one in selectors.rpartition("{")[2].split(","):
                found[one.strip()] = said[1].strip()
    return {name: colour for name, colour in found.items() if colour not in ("inherit", "white")}


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_words_stand_out_from_what_is_behind_them(sheet: Path) -> None:
    own = colours(sheet)
    assert own
    weak = {}
    for name, colour in own.items():
        if name.startswith(".dark "):
            weak[name] = contrast(colour, DARK)
            continue
        weak[name] = contrast(colour, LIGHT)
        if f".dark {name}" not in own:
            weak[f"{name} in the dark"] = contrast(colour, DARK)
    assert {name: round(one, 2) for name, one in weak.items() if one < LEAST} == {}


def test_a_contrast_is_what_it_is_elsewhere() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("var(--color-base-500)", DARK) == pytest.approx(3.7, abs=0.1)
