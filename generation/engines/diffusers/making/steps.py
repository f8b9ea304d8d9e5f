from __future__ import annotations

from generation.engines.diffusers.course import Course
from generation.engines.diffusers.families.base import Pipeline


class Steps:
    """Counts the calls of the transformer and tells the course of the denoising by them."""

    def __init__(self, pipe: Pipeline, course: Course, *, steps: int, passes: int) -> None:
        self._pipe = pipe
        self._course = course
        self._steps = steps
        self._passes = passes
        self.calls = 0

    def one_more(self) -> None:
        # A pipeline that starts from a film leaves out steps, and says so before its first call.
        steps = self._pipe.num_timesteps or self._steps
        share = self.calls / (steps * self._passes)
        self._course.within(Course.PREPARED, Course.DENOISED, share)
        self.calls += 1
