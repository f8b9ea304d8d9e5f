from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# The digits that the recogniser keeps apart. Left out are eight (taken for two, three or nine in a
# fifth of the lines that hold it; eSpeak, 80 lines), nine (for it, five is mistaken) and three
# (for it, six, two and zero are).
DIGITS = "0124567"
LENGTH = 6
TURNS = 4
# To read the page, record for half a minute, record once more, and send 15 MB over 1 Mbit/s. Longer
# helps nobody but those who edit a film by hand; who renders one needs no minute.
LIFETIME = timedelta(minutes=5)


class Turn(StrEnum):
    """Of the person: their own left and right, whatever the screen shows."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


SIDES = (Turn.LEFT, Turn.RIGHT)


@dataclass(frozen=True, slots=True)
class Challenge:
    """`turns` are to the sides alone; after each the person looks into the camera again.

    109,116 lines of digits times 14 orders of turns: one guess in 1,527,624 is right, and attempts
    are limited.
    """

    digits: str
    turns: tuple[Turn, ...]

    def __post_init__(self) -> None:
        if not self.digits or set(self.digits) - set(DIGITS):
            raise ValueError(f"digits are of {DIGITS}")
        if len(self.turns) < 3 or set(self.turns) != set(SIDES):
            raise ValueError("three turns and more, to both sides")

    @property
    def steps(self) -> tuple[Turn, ...]:
        """What the app shows, in order: never the same twice in a row."""
        return tuple(step for turn in self.turns for step in (turn, Turn.CENTRE))

    def as_json(self) -> dict[str, object]:
        return {"digits": self.digits, "steps": [step.value for step in self.steps]}

    @classmethod
    def from_json(cls, shown: dict[str, object]) -> Challenge:
        """What `as_json` gave. Raises ValueError for anything else."""
        digits, steps = shown.get("digits"), shown.get("steps")
        if not isinstance(digits, str) or not isinstance(steps, list):
            raise ValueError("digits and steps")
        challenge = cls(digits, tuple(Turn(step) for step in steps[::2]))
        if [Turn(step) for step in steps] != list(challenge.steps):
            raise ValueError("a look into the camera after each turn")
        return challenge


def ask() -> Challenge:
    """A new one each time, which nobody can foretell."""
    return Challenge(_digits(), _turns())


def _digits() -> str:
    """No three alike in a row: how many there were is hard to say and to hear."""
    said = ""
    while len(said) < LENGTH:
        digit = secrets.choice(DIGITS)
        if said[-2:] != digit * 2:
            said += digit
    return said


def _turns() -> tuple[Turn, ...]:
    """Both sides at least once: else somebody may sit sideways."""
    while True:
        turns = tuple(secrets.choice(SIDES) for _ in range(TURNS))
        if set(turns) == set(SIDES):
            return turns
