"""What an engine is asked for, beside the words."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from generation.engines.base import FPS, Beat, Capabilities, RenderRequest, Start
from generation.engines.editing.takes import Take
from generation.models import Job
from generation.tools import NEEDS, Tool
from generation.work.tools.picture import first_frame_of
from generation.work.tools.stills import first_of, last_of


def asked(
    request: RenderRequest,
    job: Job,
    takes: Sequence[Take],
    *,
    folder: Path,
    engine: Capabilities,
) -> RenderRequest:
    """The request of a job's words with what its tool begins from; pictures go to `folder`."""
    if NEEDS[Tool(job.tool)].picture:
        begun = first_frame_of(job, size=request.size, into=folder / "first.png")
        request = replace(request, first_frame=begun)
    if job.tool == Tool.STORYBOARD:
        beats = tuple(Beat(beat["at"], beat["prompt"]) for beat in job.beats or ())
        return replace(request, beats=beats)
    if job.tool in {Tool.EXTEND, Tool.FILL}:
        request = replace(request, first_frame=last_of(takes[0], into=folder / "first.png"))
    if job.tool == Tool.FILL:
        return replace(request, last_frame=first_of(takes[1], into=folder / "last.png"))
    if job.tool == Tool.REMIX and _is_same_film(request, takes[0], engine):
        return replace(request, film=takes[0].path)
    return request


def _is_same_film(request: RenderRequest, take: Take, engine: Capabilities) -> bool:
    """An engine that draws over a film keeps its length; others know the words and the seed."""
    return Start.FILM in engine.starts and take.frames == request.seconds * FPS
