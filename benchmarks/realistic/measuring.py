"""One film, made by a bare call and by the engine in turns."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.bare_pipeline import Job, bare_seconds, engine_seconds
from benchmarks.generation.course import spread
from benchmarks.realistic import peak
from benchmarks.realistic.widths import Width
from generation.engines.base import RenderRequest, Size
from generation.engines.diffusers.choices import settings_of
from generation.engines.diffusers.profile import Canvas
from generation.engines.diffusers.profiles import PROFILES
from generation.engines.diffusers.settings import Settings

PROMPT = "a red ball bounces over green grass"
SIZE = Size.LANDSCAPE


@dataclass(frozen=True, slots=True)
class Task:
    """`dtypes`: of the parts, by their names; `default` of the others."""

    width: Width
    device: str
    dtypes: dict[str, str]
    canvas: Canvas
    seconds: int
    steps: int | None

    @classmethod
    def of(cls, width: Width, args: argparse.Namespace) -> Task:
        profile = PROFILES[width.profile]
        canvas = width.canvas or profile.canvases[SIZE]
        if args.canvas:
            wide, high = map(int, args.canvas.split("x"))
            canvas = Canvas(wide, high)
        vae = "float32" if args.dtype == "float32" else profile.vae_dtype
        seconds = args.seconds or width.seconds or profile.seconds[0]
        dtypes = {"default": args.dtype, "vae": vae}
        return cls(width, args.device, dtypes, canvas, seconds, args.steps)

    def settings(self, folder: Path) -> Settings:
        """As an operator's table is read. Raises ValueError."""
        table: dict[str, Any] = {
            "profile": self.width.profile, "weights": str(folder), "device": self.device,
            "dtype": self.dtypes["default"], "vae_dtype": self.dtypes["vae"],
            "canvases": {SIZE.value: f"{self.canvas.width}x{self.canvas.height}"},
        }  # fmt: skip
        settings = settings_of(table | ({} if self.steps is None else {"steps": self.steps}))
        profile = settings.profile
        profile = replace(profile, arguments={**profile.arguments, **self.width.call})
        return replace(settings, profile=profile, seconds=(self.seconds,))


@dataclass(frozen=True, slots=True)
class Pair:
    bare: float
    job: Job
    bare_peak: dict[str, float]
    job_peak: dict[str, float]


def measured(task: Task, folder: Path, *, repeat: int) -> dict[str, Any]:
    settings = task.settings(folder)
    films = folder.parent / "film.mp4"
    first = _pair(settings, task, films, seed=0)
    pairs = [_pair(settings, task, films, seed=1 + number) for number in range(repeat)]
    return {
        "profile": settings.profile.name,
        "film": f"{task.seconds} s of {task.canvas.width}x{task.canvas.height}, "
        f"{settings.profile.frames_for(task.seconds)} frames, written as {SIZE.value}",
        "steps": settings.steps,
        "transformer_calls": first.job.calls,
        "first_s": {"bare_with_loading": round(first.bare, 2), "job": round(first.job.film, 2)},
        "bare_s": spread([pair.bare for pair in pairs]),
        "job_s": spread([pair.job.film for pair in pairs]),
        "job_over_bare": spread([pair.job.film / pair.bare for pair in pairs]),
        "until_device_is_free_over_bare": spread([pair.job.freed / pair.bare for pair in pairs]),
        "highest": {
            "bare": _highest([pair.bare_peak for pair in pairs]),
            "job": _highest([pair.job_peak for pair in pairs]),
        },
    }


def _pair(settings: Settings, task: Task, into: Path, *, seed: int) -> Pair:
    request = RenderRequest(PROMPT, SIZE, task.seconds, seed)
    peak.forget(task.device)
    bare = bare_seconds(settings, request)
    bare_peak = peak.highest(task.device)
    peak.forget(task.device)
    job = engine_seconds(settings, request, into)
    into.unlink()
    return Pair(bare, job, bare_peak, peak.highest(task.device))


def _highest(peaks: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: max(one[name] for one in peaks) for name in peaks[0]}
