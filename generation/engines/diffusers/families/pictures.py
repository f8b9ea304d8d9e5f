"""Pictures and films to start from, as the model's canvas wants them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from generation.engines.base import RenderRequest
from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.plan import Plan
from generation.engines.diffusers.profile import Canvas
from lib.media.errors import MediaError
from lib.media.frames import sampled_frames


def fitted(path: Path, canvas: Canvas) -> Image.Image:
    """Cut to the canvas' shape and scaled to it. Raises EngineError `start_unreadable`."""
    return ImageOps.fit(whole(path), canvas, Image.Resampling.LANCZOS)


def whole(path: Path) -> Image.Image:
    try:
        with Image.open(path) as picture:
            return picture.convert("RGB")
    except (OSError, UnidentifiedImageError) as error:
        raise failed(Fault.START_UNREADABLE) from error


def people(request: RenderRequest) -> list[Image.Image]:
    """The best picture of each, in the order in which they were asked for."""
    return [whole(reference.pictures[0]) for reference in request.references]


def film(path: Path, plan: Plan) -> list[Image.Image]:
    """As many frames as the model makes, at its rate; the last one stands where there are less."""
    frames = sampled_frames(path, per_second=plan.fps)
    try:
        read = [frame.image for frame in islice(frames, plan.frames)]
    except MediaError as error:
        raise failed(Fault.START_UNREADABLE) from error
    pictures = [
        ImageOps.fit(Image.fromarray(image), plan.canvas, Image.Resampling.LANCZOS)
        for image in read
    ]
    return pictures + pictures[-1:] * (plan.frames - len(pictures))
