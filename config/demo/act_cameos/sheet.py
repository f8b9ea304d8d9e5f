"""One picture of all films of the act, for people to look at."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from lib.media.frames import frames_at
from lib.media.probe import probe

HEIGHT, COLUMNS, LABEL, GAP = 150, 8, 130, 4
DARK, LIGHT = "#16181d", "#d7dae0"


def contact_sheet(films: list[Path], into: Path) -> None:
    """A row a film, named by its file, of frames that are evenly spread."""
    rows = [_row(film) for film in films]
    width = LABEL + max(sum(one.width + GAP for one in row) for row in rows)
    sheet = Image.new("RGB", (width, len(rows) * (HEIGHT + GAP)), DARK)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for number, (film, row) in enumerate(zip(films, rows, strict=True)):
        top, left = number * (HEIGHT + GAP), LABEL
        pen.text((6, top + HEIGHT // 2 - 8), film.stem, LIGHT, font)
        for picture in row:
            sheet.paste(picture, (left, top))
            left += picture.width + GAP
    sheet.save(into)


def _row(film: Path) -> list[Image.Image]:
    long = probe(film).duration
    times = tuple((number + 0.5) * long / COLUMNS for number in range(COLUMNS))
    frames = frames_at(film, times, max_side=480)
    pictures = (Image.fromarray(one.image) for one in frames)
    return [one.resize((round(one.width * HEIGHT / one.height), HEIGHT)) for one in pictures]
