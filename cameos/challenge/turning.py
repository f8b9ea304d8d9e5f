"""From the yaw at each look to the turns that were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from cameos.challenge.asking import SIDES, Turn
from cameos.challenge.failures import Failure
from cameos.challenge.watching import Look

# Asked are some 25 degrees, for the detector misses profiles. By dlib's three landmarks a head
# rendered at 25 reads 19 to 21 from its own middle, at 10 it reads 8 to 10, and the middle of one
# face is off by up to 5. So a turn begins at 12 and ends at 7. In rendered films turned by 20, 25
# or 30 degrees the order was right in 7 of 7 (Wilson 95 %: 65 to 100 %), and another one refused in
# 7 of 7 (benchmarks/challenge.py). Of people's heads nothing is measured.
BEGINS_AT = 12.0
ENDS_AT = 7.0
MOST_OFF_CENTRE = 15.0


@dataclass(frozen=True, slots=True)
class Turning:
    """`middle`: what reads as looking into the camera. Degrees, positive to the picture's right."""

    turns: tuple[Turn, ...]
    middle: float


def turning_of(looks: Sequence[Look], *, mirrored: bool = False) -> Turning:
    """`mirrored`: the film is a mirror's picture. A face that is lost keeps the last yaw: heads are
    lost at the far end of a turn."""
    known = [look.yaw_degrees for look in looks if look.yaw_degrees is not None]
    if not known:
        return Turning((), 0.0)
    middle = max(-MOST_OFF_CENTRE, min(MOST_OFF_CENTRE, median(known)))
    series = _smoothed([yaw - middle for yaw in known])
    turns = tuple(_side(sign, mirrored=mirrored) for sign in _events(series))
    return Turning(turns, middle)


def misturned(turning: Turning, asked: Sequence[Turn]) -> tuple[Failure, ...]:
    made = turning.turns
    if made == tuple(asked):
        return ()
    if len(made) < len(asked):
        return (Failure.TURNS_MISSING,)
    if made == tuple(_opposite(turn) for turn in asked):
        return (Failure.TURNS_MIRRORED,)
    return (Failure.TURNS_OUT_OF_ORDER,)


def _smoothed(series: Sequence[float]) -> list[float]:
    """The median of three: one look with landmarks gone astray makes no turn."""
    padded = [series[0], *series, series[-1]]
    return [median(padded[number : number + 3]) for number in range(len(series))]


def _events(series: Sequence[float]) -> list[int]:
    """+1 or -1 for each turn; a new one begins only after the head came back, or crossed over."""
    found: list[int] = []
    side = 0
    for yaw in series:
        if abs(yaw) < ENDS_AT:
            side = 0
        sign = 1 if yaw > 0 else -1
        if abs(yaw) >= BEGINS_AT and sign != side:
            found.append(sign)
            side = sign
    return found


def _side(sign: int, *, mirrored: bool) -> Turn:
    """Who turns to the picture's right turns to their own left."""
    return Turn.LEFT if (sign > 0) != mirrored else Turn.RIGHT


def _opposite(turn: Turn) -> Turn:
    return SIDES[1 - SIDES.index(turn)]
