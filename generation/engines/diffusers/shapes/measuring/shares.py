"""Shares with the interval that they could have come from."""

from math import sqrt

Z = 1.959964  # 95 %


def wilson(right: int, asked: int) -> tuple[float, float]:
    share = right / asked
    spread = Z * sqrt(share * (1 - share) / asked + Z**2 / (4 * asked**2))
    middle, scale = share + Z**2 / (2 * asked), 1 + Z**2 / asked
    return (middle - spread) / scale, (middle + spread) / scale
