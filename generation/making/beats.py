"""The timed prompts of a storyboard."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from generation.limits import MOST_BEATS
from generation.making.refusals import invalid, not_taken, required
from generation.prompts import accepted_prompt
from generation.tools import NEEDS, Tool
from lib.errors import DomainError

SHORTEST_S = 0.5


def accepted_beats(
    tool: Tool, beats: Sequence[dict[str, Any]], *, seconds: int
) -> list[dict[str, Any]] | None:
    """In the order of their times, the first at 0. Raises DomainError."""
    if not NEEDS[tool].beats:
        if beats:
            raise not_taken("beats")
        return None
    if not beats:
        raise required("beats")
    if len(beats) > MOST_BEATS:
        raise invalid("beats", _("These are too many for one video."))
    times = [beat["at"] for beat in beats]
    steps = [after - before for before, after in zip(times, [*times[1:], seconds], strict=True)]
    if times[0] != 0 or min(steps) < SHORTEST_S:
        raise invalid(
            "beats", _("The first begins at 0; each lasts half a second or more, within the video.")
        )
    return [
        {"at": float(beat["at"]), "prompt": _prompt(beat["prompt"], number)}
        for number, beat in enumerate(beats)
    ]


def _prompt(text: str, number: int) -> str:
    try:
        return accepted_prompt(text)
    except DomainError as error:
        error.attr = f"beats.{number}.prompt"
        raise
