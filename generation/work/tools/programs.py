"""Which take follows which, by tool."""

from collections.abc import Sequence

from generation.engines.editing.takes import Segment, Take, crossed, looped
from generation.making.lengths import dissolve_of
from generation.tools import Tool


def program(tool: str, takes: Sequence[Take], *, drawn: Take | None = None) -> list[Segment]:
    """The segments of a film made of `takes`, and of what was drawn for it."""
    if drawn is not None:
        return [takes[0], drawn, *takes[1:]]
    if tool == Tool.BLEND:
        return crossed(takes[0], takes[1], over=dissolve_of(takes))
    if tool == Tool.LOOP:
        return looped(takes[0], over=dissolve_of(takes))
    return list(takes)
