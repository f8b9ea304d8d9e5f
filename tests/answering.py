"""A screener that answers at once, for tests whose subject is something else."""

from collections.abc import Callable, Sequence
from typing import Any

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category
from moderation.screener.client import Piece

Ask = Callable[..., list[list[Answer]]]
EVERYTHING = dict.fromkeys(Category, Coverage.ASSESSED)


def answering(*hits: Hit, depicts_minor: bool = False, where: str = "") -> Ask:
    """An `ask` that finds `hits` in each text, or only in those that contain `where`."""

    def ask(pieces: Sequence[Piece], *, seconds: float) -> list[list[Answer]]:
        return [
            [
                Answer(
                    "test",
                    "1",
                    EVERYTHING,
                    hits if where in piece.text else (),
                    depicts_minor=depicts_minor and where in piece.text,
                )
            ]
            for piece in pieces
        ]

    return ask


def away(pieces: Any, *, seconds: float) -> list[list[Answer]]:
    """An `ask` whose screener does not answer."""
    from moderation.screener.client import ScreenerAway

    raise ScreenerAway
