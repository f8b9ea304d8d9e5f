import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generation.engines.sketch.art.bank import Look, SpriteBank, quarters
from generation.engines.sketch.art.sprite import Sprite, paste, shifted, sprite_of
from generation.engines.sketch.backdrop.stage import Moment
from generation.engines.sketch.backdrop.strip import Strip

RED = (229, 72, 77)
LEVEL = st.integers(0, 255)


def flat(colour: tuple[int, int, int], alpha: int, *, side: int = 4) -> Sprite:
    return sprite_of(Image.new("RGBA", (side, side), (*colour, alpha)))


def test_an_opaque_sprite_replaces_and_a_clear_one_changes_nothing() -> None:
    frame = np.full((4, 4, 3), 90, np.uint8)
    paste(frame, flat((10, 200, 255), 255), 0, 0)
    assert (frame == (10, 200, 255)).all()
    paste(frame, flat((1, 2, 3), 0), 0, 0)
    assert (frame == (10, 200, 255)).all()


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 255),
    st.integers(0, 255),
    st.integers(0, 255),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_no_blend_overflows(under: int, over: int, alpha: int, x_steps: int, y_steps: int) -> None:
    """A sum over 255 would wrap to black; a mix stays between its parents, but for rounding."""
    frame = np.full((8, 8, 3), under, np.uint8)
    paste(frame, shifted(flat((over, over, over), alpha), x_steps, y_steps), 1, 1)
    assert frame.min() >= min(under, over) - 3
    assert frame.max() <= max(under, over) + 2


def test_a_sprite_is_cut_at_every_edge() -> None:
    frame = np.zeros((6, 6, 3), np.uint8)
    for left, top in ((-2, -2), (4, -2), (-2, 4), (4, 4)):
        paste(frame, flat((255, 255, 255), 255), left, top)
    for left, top in ((-4, 0), (6, 0), (0, -4), (0, 6), (-99, 99)):
        paste(frame, flat((255, 255, 255), 255), left, top)
    corners = np.zeros((6, 6), bool)
    corners[:2, :2] = corners[:2, 4:] = corners[4:, :2] = corners[4:, 4:] = True
    assert ((frame[..., 0] == 255) == corners).all()


def test_moving_by_quarters_moves_the_centre_by_quarters() -> None:
    sprite = flat((255, 255, 255), 255)
    for steps in range(4):
        frame = np.zeros((6, 12, 3), np.uint8)
        paste(frame, shifted(sprite, steps, 0), 2, 1)
        weight = frame[..., 0].sum(axis=0, dtype=float)
        centre = (weight * np.arange(12)).sum() / weight.sum()
        assert abs(centre - (3.5 + steps / 4)) < 0.02


def test_positions_split_into_pixels_and_quarters() -> None:
    assert [quarters(x) for x in (2.0, 2.25, 2.95, -0.25)] == [(2, 0), (2, 1), (3, 0), (-1, 3)]


def test_the_bank_holds_no_more_than_its_limit() -> None:
    bank = SpriteBank(limit=200_000)
    frame = np.zeros((200, 200, 3), np.uint8)
    for turn in range(60):
        look = Look("square", RED, 60).posed(
            angle=turn * 6, wide=1, high=1, beat=0, mirrored=False
        )  # fmt: skip
        bank.paste(frame, look, 100 + turn / 4, 100)
        assert bank._held <= 200_000
    assert bank._held == sum(sprite.nbytes for sprite in bank._sprites.values())


def _band(width: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Empty, half clear, mixed and opaque parts, so that every kind of tile is met."""
    rng = np.random.default_rng(3)
    image = rng.integers(0, 255, (90, width, 4), dtype=np.uint8)
    image[:40, : width // 3, 3] = 0
    image[:40, width // 3 : width // 2, 3] = 255
    image[70:, :, 3] = 255
    return image


def test_a_strip_in_tiles_paints_what_one_sprite_would() -> None:
    image = _band(400)
    tiled = np.full((120, 300, 3), 50, np.uint8)
    whole = tiled.copy()
    Strip(image, top=10, depth=1.0).paint(tiled, Moment(0.0, 37.0))
    paste(whole, sprite_of(image), -37, 10)
    assert (tiled == whole).all()


def test_a_strip_that_wraps_has_no_seam() -> None:
    image = _band(300)
    tiled = np.full((120, 300, 3), 50, np.uint8)
    whole = tiled.copy()
    Strip(image, top=10, depth=0.0, scroll=-20.0, wraps=True).paint(tiled, Moment(5.0, 0.0))
    paste(whole, sprite_of(image), -200, 10)
    paste(whole, sprite_of(image), 100, 10)
    assert (tiled == whole).all()


def test_a_strip_below_the_film_is_cut() -> None:
    frame = np.zeros((50, 300, 3), np.uint8)
    Strip(_band(400), top=20, depth=0.0).paint(frame, Moment(0.0, 0.0))
    assert frame[:20].max() == 0
