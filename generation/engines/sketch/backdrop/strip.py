from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.art.sprite import Pixels, Sprite, paste, sprite_of
from generation.engines.sketch.backdrop.stage import Moment

TILE_ROWS, TILE_COLUMNS = 32, 64
COPIES = 2
EMPTY, SOLID, MIXED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Tile:
    """Part of a band that is either opaque throughout, and merely copied, or blended."""

    left: int
    top: int
    solid: bool
    sprite: Sprite


class Strip:
    """A band across the film that slides: hills with the camera, waves by themselves.

    Cut into tiles, so that what is empty costs nothing and what is opaque is only copied: blending
    every pixel took twice as long. Two copies, half a pixel apart, make slow sliding smooth.
    """

    def __init__(
        self, image: Pixels, *, top: int, depth: float, scroll: float = 0.0, wraps: bool = False
    ) -> None:
        """`image`: RGBA, wider than the film by the camera's way, or one period if it `wraps`."""
        self._image = image
        self._top = top
        self._depth = depth
        self._scroll = scroll
        self._wraps = wraps
        self._copies: dict[int, list[_Tile]] = {}

    def paint(self, frame: Pixels, at: Moment) -> None:
        width, period = frame.shape[1], self._image.shape[1]
        offset = at.pan * self._depth + at.seconds * self._scroll
        if self._wraps:
            column, step = _halves(offset % period)
            self._paint_copy(frame, step, -column)
            if column > period - width:
                self._paint_copy(frame, step, period - column)
        else:
            column, step = _halves(max(0.0, offset))
            self._paint_copy(frame, step, -min(column, period - width))

    def _paint_copy(self, frame: Pixels, step: int, left: int) -> None:
        width = frame.shape[1]
        if step not in self._copies:
            image = _moved(self._image, wraps=self._wraps) if step else self._image
            self._copies[step] = list(_tiles(image))
        for tile in self._copies[step]:
            x = tile.left + left
            if x >= width or x + tile.sprite.width <= 0:
                continue
            if tile.solid:
                _copy(frame, tile.sprite.colour, x, tile.top + self._top)
            else:
                paste(frame, tile.sprite, x, tile.top + self._top)


def _halves(offset: float) -> tuple[int, int]:
    return divmod(round(offset * COPIES), COPIES)


def _copy(frame: Pixels, colour: Pixels, left: int, top: int) -> None:
    x0, x1 = max(left, 0), min(left + colour.shape[1], frame.shape[1])
    rows = frame[top : top + colour.shape[0], x0:x1]
    rows[...] = colour[: rows.shape[0], x0 - left : x1 - left]


def _moved(image: Pixels, *, wraps: bool) -> Pixels:
    """Half a pixel to the left."""
    last = image[:, :1] if wraps else image[:, -1:]
    following = np.concatenate([image[:, 1:], last], axis=1)
    mixed: Pixels = ((image.astype(np.uint16) + following) >> 1).astype(np.uint8)
    return mixed


def _tiles(image: Pixels) -> Iterator[_Tile]:
    """Bands of rows, each cut where it changes between empty, opaque and mixed."""
    clear = np.flatnonzero(image[..., 3].min(axis=1) < 255)
    body = int(clear[-1]) + 1 if clear.size else 0
    for top in range(0, body, TILE_ROWS):
        band = image[top : min(top + TILE_ROWS, body)]
        for kind, left, right in _runs(band[..., 3]):
            if kind != EMPTY:
                sprite = sprite_of(np.ascontiguousarray(band[:, left:right]))
                yield _Tile(left, top, kind == SOLID, sprite)
    if body < image.shape[0]:
        colour = np.ascontiguousarray(image[body:, :, :3])
        yield _Tile(0, body, solid=True, sprite=Sprite(colour, np.zeros((0, 0, 3), np.uint16)))


def _runs(alpha: Pixels) -> Iterator[tuple[int, int, int]]:
    """(kind, left, right) from left to right; neighbours of one kind are one run."""
    width = alpha.shape[1]
    started, running = 0, None
    for left in range(0, width, TILE_COLUMNS):
        block = alpha[:, left : left + TILE_COLUMNS]
        kind = EMPTY if block.max() == 0 else SOLID if block.min() == 255 else MIXED
        if running is not None and kind != running:
            yield running, started, left
            started = left
        running = kind
    if running is not None:
        yield running, started, width
