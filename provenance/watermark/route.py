"""Where the mark stands at which moment."""

# A still mark is cropped away. In any four seconds it stands in three places or more, and the
# first two lie in opposite corners, so that no crop loses it without losing the film (P3).
DWELL_S = 1.25
# Shares of the free width and height.
STATIONS = ((0.0, 0.10), (1.0, 0.84), (0.5, 0.46), (1.0, 0.14), (0.0, 0.78))
# Kept clear at each edge, as a share of the shorter side.
MARGIN = 0.04


def position(
    seconds: float, *, picture: tuple[int, int], patch: tuple[int, int]
) -> tuple[int, int]:
    """Left and top of the patch, both even (4:2:0), never past an edge. Sizes: width, height."""
    across, down = STATIONS[int(max(seconds, 0.0) / DWELL_S) % len(STATIONS)]
    margin = round(min(picture) * MARGIN)
    return (_even(across, picture[0], patch[0], margin), _even(down, picture[1], patch[1], margin))


def _even(share: float, whole: int, part: int, margin: int) -> int:
    free = whole - part
    margin = min(margin, free // 2)
    return round(margin + share * (free - 2 * margin)) // 2 * 2
