"""Wan-VACE: people by reference pictures, ends by a film that is grey where it is to be drawn."""

from __future__ import annotations

from PIL import Image

from generation.engines.diffusers.families import pictures
from generation.engines.diffusers.families.base import Pipeline
from generation.engines.diffusers.plan import Plan

GREY = (128, 128, 128)
DRAW, KEEP = 255, 0


def is_vace(pipe: Pipeline) -> bool:
    return "VACE" in type(pipe).__name__


def inputs(plan: Plan) -> dict[str, object]:
    given: dict[str, object] = {}
    if plan.request.references:
        given["reference_images"] = pictures.people(plan.request)
    if plan.request.first_frame or plan.request.last_frame:
        given |= _ends(plan)
    return given


def _ends(plan: Plan) -> dict[str, object]:
    video = [Image.new("RGB", plan.canvas, GREY)] * plan.frames
    mask = [Image.new("L", plan.canvas, DRAW)] * plan.frames
    for at, path in ((0, plan.request.first_frame), (-1, plan.request.last_frame)):
        if path is not None:
            video[at] = pictures.fitted(path, plan.canvas)
            mask[at] = Image.new("L", plan.canvas, KEEP)
    return {"video": video, "mask": mask}
