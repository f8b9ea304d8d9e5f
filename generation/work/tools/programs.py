"""Which take follows which, by tool."""

from collections.abc import Sequence

from generation.engines.base import FPS
from generation.engines.editing.takes import Segment, Take, crossed, looped
from generation.tools import Tool

DISSOLVE = FPS


def program(tool: str, takes: Sequence[Take], *, drawn: Take | None = None) -> list[Segment]:
    """The segments of a film made of `takes`, and of what was drawn for it."""
    if drawn is not None:
        return [takes[0], drawn, *takes[1:]]
    over = min(DISSOLVE, *(take.frames // 2 for take in takes))
    if tool == Tool.BLEND:
        return crossed(takes[0], takes[1], over=over)
    if tool == Tool.LOOP:
        return looped(takes[0], over=over)
    return list(takes)
