"""Safeguards: what limits a person, and why. The stricter of all that applies wins.

Rooms to the right import these names, `add_layer` to tighten, and the gates to enforce.
"""

from accounts.safeguards.layers import Layer, Safeguard, Safeguards, add_layer, combine, effective
from accounts.safeguards.limits import (
    ADULT_DEFAULTS,
    SCALES,
    TEEN_DEFAULTS,
    WINDOWED,
    Limit,
    Reason,
    Value,
    defaults_of,
)
from accounts.safeguards.values import is_looser, parse, stricter

__all__ = [
    "ADULT_DEFAULTS",
    "SCALES",
    "TEEN_DEFAULTS",
    "WINDOWED",
    "Layer",
    "Limit",
    "Reason",
    "Safeguard",
    "Safeguards",
    "Value",
    "add_layer",
    "combine",
    "defaults_of",
    "effective",
    "is_looser",
    "parse",
    "stricter",
]
