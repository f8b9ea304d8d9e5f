"""What is drawn for one request: the model's own size and number of frames."""

from dataclasses import dataclass

from generation.engines.base import RenderRequest
from generation.engines.diffusers.profile import Canvas, Way
from generation.engines.diffusers.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """`frames`: that the model makes, on its grid, at `fps`; the film has fewer at its own rate.
    `negative`: empty where nothing is guided, or nothing to lead away from."""

    request: RenderRequest
    way: Way
    canvas: Canvas
    frames: int
    fps: int
    steps: int
    guidance: float | None
    guidance_2: float | None
    negative: str


def plan_of(request: RenderRequest, settings: Settings) -> Plan | None:
    """None where the model has no way to start from just this."""
    way = _way(request)
    apart = request.film is not None and (way is not Way.FILM or len(request.starts) > 1)
    if apart or way not in settings.profile.ways:
        return None
    return Plan(
        request=request,
        way=way,
        canvas=settings.canvases[request.size],
        frames=settings.profile.frames_for(request.seconds),
        fps=settings.profile.fps,
        steps=settings.steps,
        guidance=settings.guidance,
        guidance_2=settings.guidance_2,
        negative=settings.negative_prompt if (settings.guidance or 0.0) > 1.0 else "",
    )


def _way(request: RenderRequest) -> Way:
    if request.references:
        return Way.PEOPLE
    if request.film is not None:
        return Way.FILM
    if request.last_frame is not None:
        return Way.ENDS
    return Way.TEXT if request.first_frame is None else Way.FIRST_FRAME
