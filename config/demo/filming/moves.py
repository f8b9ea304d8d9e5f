"""How a head turns: from the middle to a side, held, and back, with soft ends."""

from collections.abc import Sequence

import numpy as np

from cameos.challenge.asking import Turn

FPS = 12
STILL_S, THERE_S, HELD_S, BACK_S = 0.6, 0.4, 0.45, 0.4


def yaws(turns: Sequence[Turn], degrees: int) -> list[float]:
    """Degrees at each frame, positive to the picture's right."""
    found = [0.0] * round(STILL_S * FPS)
    for turn in turns:
        there = degrees * (1 if turn is Turn.LEFT else -1)
        found += [there * _soft(step, THERE_S) for step in range(round(THERE_S * FPS))]
        found += [float(there)] * round(HELD_S * FPS)
        found += [there * (1 - _soft(step, BACK_S)) for step in range(round(BACK_S * FPS))]
        found += [0.0] * round(HELD_S * FPS)
    return found


def _soft(step: int, seconds: float) -> float:
    return float((1 - np.cos(np.pi * step / (seconds * FPS))) / 2)


def other_order(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The same turns, two of them in each other's place."""
    swapped = list(turns)
    place = next(number for number in range(1, len(swapped)) if swapped[number] != swapped[0])
    swapped[0], swapped[place] = swapped[place], swapped[0]
    return tuple(swapped)
