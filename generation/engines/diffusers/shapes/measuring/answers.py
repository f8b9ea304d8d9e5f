"""The checkpoint's clips for a list of questions, by nothing but the pipeline."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import WanPipeline
from numpy.typing import NDArray

from generation.engines.diffusers.shapes.draw import FRAMES
from generation.engines.diffusers.shapes.measuring.held_out import Question
from generation.engines.diffusers.shapes.place import WORDS

AT_ONCE = 8

Floats = NDArray[np.float32]


def load(folder: Path) -> Any:
    kind: Any = WanPipeline
    pipeline = kind.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def clips(
    pipeline: Any, asked: Sequence[Question], *, steps: int, guidance: float
) -> Iterator[tuple[Question, Floats]]:
    """Each from the noise of its own seed, however many are drawn at once."""
    for size in dict.fromkeys(question.size for question in asked):
        alike = [question for question in asked if question.size == size]
        for start in range(0, len(alike), AT_ONCE):
            some = alike[start : start + AT_ONCE]
            frames = pipeline(
                [question.prompt for question in some],
                height=size[0],
                width=size[1],
                num_frames=FRAMES - 1,
                num_inference_steps=steps,
                guidance_scale=guidance,
                max_sequence_length=WORDS,
                generator=[torch.Generator("cpu").manual_seed(one.seed) for one in some],
            ).frames
            yield from zip(some, frames.astype(np.float32), strict=True)
