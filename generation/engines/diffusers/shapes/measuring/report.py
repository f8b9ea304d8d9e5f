"""Every question asked, and what of each answer was right."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from generation.engines.diffusers.shapes.bounds import stays_within
from generation.engines.diffusers.shapes.judge import judge
from generation.engines.diffusers.shapes.measuring.held_out import Question
from generation.engines.diffusers.shapes.measuring.shares import wilson

Floats = NDArray[np.float32]
PARTS = ("colour", "shape", "place", "motion")


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    frames: Floats
    right: dict[str, bool]

    @property
    def caption(self) -> str:
        wrong = [what for what in PARTS if not self.right[what]]
        return f"{self.question.prompt}  [{'wrong: ' + ', '.join(wrong) if wrong else 'right'}]"


def judged(clips: Iterable[tuple[Question, Floats]]) -> Iterator[Answer]:
    for question, frames in clips:
        right = judge(frames).right(question.scene)
        within = stays_within((np.clip(frames, 0, 1) * 255).round().astype(np.uint8))
        everything = all(right.values())
        yield Answer(question, frames, {**right, "everything": everything, "within": within})


def summary(answers: list[Answer]) -> dict[str, Any]:
    counted = Counter(what for answer in answers for what, is_so in answer.right.items() if is_so)
    asked = len(answers)
    shares = {what: _share(counted[what], asked) for what in (*PARTS, "everything", "within")}
    rows = [
        {"prompt": answer.question.prompt, "size": answer.question.size, **answer.right}
        for answer in sorted(answers, key=lambda one: one.question.seed)
    ]
    return {"asked": asked, "right": shares, "answers": rows}


def _share(right: int, asked: int) -> dict[str, float]:
    low, high = wilson(right, asked)
    return {
        "right": right,
        "share": round(right / asked, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }
