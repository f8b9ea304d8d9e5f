"""What of the videos that something is made of never leaves this house, whoever draws it."""

from collections.abc import Sequence

from generation.engines.base import Capabilities, Start
from generation.engines.registry import capabilities_of
from generation.input_images import rests_on_attested
from generation.making.inheriting import inherited_people
from generation.making.refusals import tool_not_offered
from generation.making.wanted import Clip
from generation.tools import NEEDS, Tool


def hands_frames(tool: Tool, engine: Capabilities) -> bool:
    """Whether an engine is given frames of the videos, beside the words that led to them."""
    return NEEDS[tool].appends or (tool == Tool.REMIX and Start.FILM in engine.starts)


def refuse_outside(tool: Tool, clips: Sequence[Clip], *, engine: str) -> None:
    """Raises DomainError `tool_not_offered` where a processor would draw of a picture that somebody
    attested, or be handed frames with a likeness: whoever is shown agreed to neither."""
    if not clips or not NEEDS[tool].words or not capabilities_of(engine).processor:
        return
    films = [clip.job.pk for clip in clips]
    shown = hands_frames(tool, capabilities_of(engine)) and inherited_people(films)
    if shown or rests_on_attested(films):
        raise tool_not_offered("sources")
