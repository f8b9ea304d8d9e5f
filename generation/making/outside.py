"""What of the videos that something is made of never leaves this house, whoever draws it."""

from collections.abc import Sequence

from generation.engines.registry import capabilities_of
from generation.input_images import rests_on_attested
from generation.making.refusals import tool_not_offered
from generation.making.wanted import Clip
from generation.tools import NEEDS, Tool


def refuse_outside(tool: Tool, clips: Sequence[Clip], *, engine: str) -> None:
    """Raises DomainError `tool_not_offered` where a processor would draw of a picture that somebody
    attested: whoever is shown agreed to nothing."""
    if not clips or not NEEDS[tool].words or not capabilities_of(engine).processor:
        return
    films = [clip.job.pk for clip in clips]
    if rests_on_attested(films):
        raise tool_not_offered("sources")
